-- AlterTable
ALTER TABLE "sign_off" ADD COLUMN     "import_id" UUID;

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "import_id" UUID;

-- CreateTable
CREATE TABLE "project_transfer" (
    "id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "project_id" UUID,
    "state" TEXT NOT NULL,
    "created_by" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "artefacts" BOOLEAN NOT NULL DEFAULT true,
    "wishes" JSONB NOT NULL DEFAULT '{}',
    "manifest" JSONB,
    "size_bytes" BIGINT,
    "sha256" TEXT,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_total" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "project_transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imported_person" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "roles" TEXT[],
    "added_at" TIMESTAMPTZ(3),

    CONSTRAINT "imported_person_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "retrain_target" (
    "project_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "place" TEXT NOT NULL DEFAULT '',
    "workflow" TEXT,
    "ref" TEXT,
    "event_type" TEXT,
    "secret" TEXT NOT NULL,
    "automatic" BOOLEAN NOT NULL,
    "answer_hours" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by_name" TEXT NOT NULL,

    CONSTRAINT "retrain_target_pkey" PRIMARY KEY ("project_id")
);

-- CreateTable
CREATE TABLE "retrain_dispatch" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "run_key" TEXT NOT NULL,
    "firing" TEXT,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "asked_by" UUID,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tried_at" TIMESTAMPTZ(3),
    "status" INTEGER,
    "problem" TEXT,
    "accepted_at" TIMESTAMPTZ(3),
    "silent_at" TIMESTAMPTZ(3),

    CONSTRAINT "retrain_dispatch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "project_transfer_project_id_created_at_idx" ON "project_transfer"("project_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "project_transfer_created_at_idx" ON "project_transfer"("created_at");

-- CreateIndex
CREATE INDEX "imported_person_id_idx" ON "imported_person"("id");

-- CreateIndex
CREATE INDEX "retrain_dispatch_state_accepted_at_idx" ON "retrain_dispatch"("state", "accepted_at");

-- CreateIndex
CREATE UNIQUE INDEX "retrain_dispatch_project_id_run_key_key" ON "retrain_dispatch"("project_id", "run_key");

-- AddForeignKey
ALTER TABLE "project_transfer" ADD CONSTRAINT "project_transfer_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imported_person" ADD CONSTRAINT "imported_person_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retrain_target" ADD CONSTRAINT "retrain_target_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retrain_dispatch" ADD CONSTRAINT "retrain_dispatch_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
