/** Which fast-check this is written for. */

const major = "4";

/**
 * @param version of the copy of fast-check that was loaded
 * @throws Error where it is another major than the one that this is written for
 */
export function refuseOtherMajors(version: unknown): void {
  if (typeof version === "string" && version.split(".")[0] === major) return;
  const there = typeof version === "string" ? version : "one that does not say its version";
  throw new Error(
    `preempt/fast-check works with fast-check ${major}, and found ${there}: npm install --save-dev fast-check@${major}`,
  );
}
