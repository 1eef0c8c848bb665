-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "previous_salt" TEXT,
ADD COLUMN     "previous_until" TIMESTAMPTZ(3);
