-- CreateTable
CREATE TABLE "fact" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "data" JSONB NOT NULL,
    "origin" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID,
    "recorded_by_name" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by_name" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "fact_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fact_project_id_kind_at_id_idx" ON "fact"("project_id", "kind", "at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "fact_project_id_kind_key_key" ON "fact"("project_id", "kind", "key");

-- AddForeignKey
ALTER TABLE "fact" ADD CONSTRAINT "fact_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
