/* The server of the journeys: a production start with demo data in a directory that ends with it. */
import { rmSync } from "node:fs";

const directory = process.env.THROUGHLINE_DATA_DIR;
if (!directory?.includes("tl-journeys-")) throw new Error("start this through playwright.config.ts");
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

await import("../../src/launch/start.ts");
