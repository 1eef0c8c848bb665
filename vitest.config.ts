import { defineConfig } from "vitest/config";

// An odd zone (+05:45), so that a date that forgets its zone shows.
process.env.TZ = "Asia/Kathmandu";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          include: ["tests/integration/**/*.test.ts"],
          exclude: ["tests/integration/launch-start.test.ts"],
          globalSetup: ["tests/support/postgres.ts"],
          setupFiles: ["tests/support/database.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "program", // needs a build, and makes one where there is none
          environment: "node",
          include: ["tests/integration/launch-start.test.ts"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
