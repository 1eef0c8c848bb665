-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "labels" JSONB NOT NULL DEFAULT '{}';
