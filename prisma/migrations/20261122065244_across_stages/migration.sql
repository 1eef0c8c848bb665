-- AlterTable
ALTER TABLE "project_summary" ADD COLUMN     "blocked_by" TEXT,
ADD COLUMN     "delay_loss" DECIMAL(18,2),
ADD COLUMN     "feasibility" DOUBLE PRECISION,
ADD COLUMN     "lifecycle" TEXT NOT NULL DEFAULT 'draft',
ADD COLUMN     "maturity" TEXT NOT NULL DEFAULT 'idea',
ADD COLUMN     "quadrant" TEXT,
ADD COLUMN     "value_score" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "portfolio_stat" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portfolio_stat_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "project_summary_archived_deleted_stage_key_stage_since_idx" ON "project_summary"("archived", "deleted", "stage_key", "stage_since");

-- The new columns of rows that exist are filled by housekeeping, which renews rows that are a day old.
UPDATE "project_summary" SET "updated_at" = "updated_at" - interval '1 day';
