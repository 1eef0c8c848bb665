-- AlterTable
ALTER TABLE "criterion" ADD COLUMN     "loosened_at" TIMESTAMPTZ(3),
ADD COLUMN     "supports" TEXT;

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "resting" TEXT;

-- AlterTable
ALTER TABLE "project_summary" ADD COLUMN     "loosened" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "lifecycle_change" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "verb" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" JSONB,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lifecycle_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lifecycle_change_project_id_at_idx" ON "lifecycle_change"("project_id", "at");

-- AddForeignKey
ALTER TABLE "lifecycle_change" ADD CONSTRAINT "lifecycle_change_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Limits that were eased after modelling began, as src/domain/goalposts.ts tells: against the limits before the first
-- change since then.
WITH "agreed" AS (
    SELECT DISTINCT ON (ch."criterion_id") ch."criterion_id", ch."before"
    FROM "criterion_change" ch
    JOIN "criterion" c ON c."id" = ch."criterion_id" AND c."removed_at" IS NULL
    JOIN (
        SELECT "project_id", min("at") AS "began" FROM "stage_transition"
        WHERE "stage_key" = 'model' AND "verb" = 'start' GROUP BY "project_id"
    ) m ON m."project_id" = c."project_id" AND ch."at" > m."began"
    WHERE ch."before" IS NOT NULL
    ORDER BY ch."criterion_id", ch."at", ch."version"
), "limits" AS (
    SELECT "criterion_id", "before"->>'direction' AS "direction",
        ("before"->>'target')::float8 AS "target",
        coalesce("before"->>'guardrail', "before"->>'target')::float8 AS "guardrail",
        ("before"->>'targetLow')::float8 AS "low", ("before"->>'targetHigh')::float8 AS "high",
        coalesce("before"->>'guardrailLow', "before"->>'targetLow')::float8 AS "guard_low",
        coalesce("before"->>'guardrailHigh', "before"->>'targetHigh')::float8 AS "guard_high"
    FROM "agreed"
)
UPDATE "criterion" c SET "loosened_at" = c."updated_at" FROM "limits" l
WHERE l."criterion_id" = c."id" AND (
    l."direction" <> c."direction"
    OR (c."direction" = 'gte' AND (c."target" < l."target" OR coalesce(c."guardrail", c."target") < l."guardrail"))
    OR (c."direction" = 'lte' AND (c."target" > l."target" OR coalesce(c."guardrail", c."target") > l."guardrail"))
    OR (c."direction" = 'range' AND (
        c."target_low" < l."low" OR c."target_high" > l."high"
        OR coalesce(c."guardrail_low", c."target_low") < l."guard_low"
        OR coalesce(c."guardrail_high", c."target_high") > l."guard_high"
    ))
);

-- The new column of rows that exist is filled by housekeeping, which renews rows that are a day old.
UPDATE "project_summary" SET "updated_at" = "updated_at" - interval '1 day';
