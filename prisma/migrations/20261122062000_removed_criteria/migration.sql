-- AlterTable
ALTER TABLE "criterion_change" ALTER COLUMN "after" DROP NOT NULL;
