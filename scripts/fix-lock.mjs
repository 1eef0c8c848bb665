// npm/cli#9846: a registry without some platform packages makes `npm install` leave them out of package-lock.json,
// and `npm ci` then refuses the file - here and everywhere. Puts them back (version, os, cpu, libc; no integrity).
import { readFileSync, writeFileSync } from "node:fs";
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const pk = lock.packages;
const OS = { darwin: "darwin", linux: "linux", win32: "win32", windows: "win32", win: "win32", android: "android", freebsd: "freebsd", netbsd: "netbsd", openbsd: "openbsd", openharmony: "openharmony", sunos: "sunos", aix: "aix", linuxmusl: "linux", wasi: "wasi", webcontainer: "linux" };
const CPU = ["x64", "arm64", "arm", "ia32", "ppc64", "ppc64le", "s390x", "riscv64", "riscv64gc", "loong64", "mips64el", "wasm32"];
let n = 0;
for (const [path, p] of Object.entries({ ...pk })) for (const [name, range] of Object.entries(p.optionalDependencies ?? {})) {
  const seen = [`${path}/node_modules/${name}`, `node_modules/${name}`];
  if (seen.some((k) => pk[k.replace(/^\//, "")]) || !/^\d/.test(range)) continue;
  const parts = name.split(/[-/]/);
  const os = parts.map((x) => OS[x]).find(Boolean), cpu = CPU.findLast((c) => parts.includes(c)) ?? (name.includes("universal") ? undefined : undefined);
  if (!os && !cpu) { console.error("cannot tell the platform of", name); continue; }
  const musl = parts.some((x) => /musl/.test(x)), gnu = parts.some((x) => /^gnu/.test(x));
  pk[`node_modules/${name}`] = { version: range, ...(cpu && { cpu: [cpu.replace("riscv64gc", "riscv64").replace("ppc64le", "ppc64")] }), ...(p.dev && { dev: true }), ...(os === "linux" && (musl || gnu) && { libc: [musl ? "musl" : "glibc"] }), optional: true, ...(os && os !== "wasi" && { os: [os] }) };
  n++;
}
lock.packages = Object.fromEntries(Object.entries(pk).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${n} platform packages added to package-lock.json`);
