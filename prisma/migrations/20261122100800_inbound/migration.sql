-- AlterTable
ALTER TABLE "fact" ADD COLUMN     "event_id" UUID;

-- CreateTable
CREATE TABLE "inbound_event" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '[]',
    "points" INTEGER NOT NULL DEFAULT 0,
    "refused" JSONB NOT NULL DEFAULT '[]',
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "notes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_by" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "payload" BYTEA,

    CONSTRAINT "inbound_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hook_secret" (
    "project_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID,

    CONSTRAINT "hook_secret_pkey" PRIMARY KEY ("project_id","format")
);

-- CreateIndex
CREATE INDEX "inbound_event_project_id_last_at_id_idx" ON "inbound_event"("project_id", "last_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_event_project_id_format_source_id_key" ON "inbound_event"("project_id", "format", "source_id");

-- CreateIndex
CREATE INDEX "fact_event_id_idx" ON "fact"("event_id");

-- AddForeignKey
ALTER TABLE "fact" ADD CONSTRAINT "fact_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "inbound_event"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_event" ADD CONSTRAINT "inbound_event_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hook_secret" ADD CONSTRAINT "hook_secret_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
