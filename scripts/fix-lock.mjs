// Run after every `npm install` that changes the lock file. Where a registry lacks the packages of some platforms,
// npm leaves them out of package-lock.json and `npm ci` then refuses the file, here and everywhere (npm/cli#9846).
// This puts them back with version, os, cpu and libc; without a hash, so those platforms install them unverified.
import { readFileSync, writeFileSync } from "node:fs";

const OS = {
  darwin: "darwin",
  linux: "linux",
  linuxmusl: "linux",
  win32: "win32",
  windows: "win32",
  win: "win32",
  android: "android",
  freebsd: "freebsd",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  aix: "aix",
  wasi: "wasi",
  webcontainer: "linux",
};
const CPU = {
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  ppc64le: "ppc64",
  s390x: "s390x",
  riscv64: "riscv64",
  riscv64gc: "riscv64",
  loong64: "loong64",
  mips64el: "mips64el",
  wasm32: "wasm32",
};

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const packages = lock.packages;
let added = 0;
for (const [place, owner] of Object.entries({ ...packages }))
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {}))
    if (/^\d/.test(version) && !isLocked(place, name)) add(name, version, owner.dev);

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform packages added to package-lock.json`);

function isLocked(place, name) {
  return Boolean(packages[`${place ? `${place}/` : ""}node_modules/${name}`] ?? packages[`node_modules/${name}`]);
}

function add(name, version, dev) {
  const words = name.split(/[-/]/);
  const os = words.map((word) => OS[word]).find(Boolean);
  const cpu = words.map((word) => CPU[word]).findLast(Boolean);
  if (!os && !cpu) {
    console.error(`cannot tell the platform of ${name}`);
    return;
  }
  const libc = words.some((word) => word.includes("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu")) && "glibc";
  packages[`node_modules/${name}`] = {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev: true }),
    ...(os === "linux" && libc && { libc: [libc] }),
    optional: true,
    ...(os && os !== "wasi" && { os: [os] }),
  };
  added++;
}
