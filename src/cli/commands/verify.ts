/** `verify`: a certificate, checked on the reference semantics alone. */

import { reading } from "../../certificate/read.js";
import { verifying } from "../../certificate/verify.js";
import { verifiedText } from "../../render/verified.js";
import { piecesOf } from "../certificate-file.js";
import { exit, statusOf } from "../exit.js";
import { type Output, print, printJson } from "../output.js";
import { findOrigin } from "../target.js";
import { driveShown } from "./check.js";

/** Which certificate, of what, and for how long. */
export interface Verifying {
  readonly file: string;
  /** The properties that are asked about; all of the model, if left out. */
  readonly properties: readonly string[] | undefined;
  /** Seconds after which it is given up. */
  readonly timeout: number | undefined;
}

/** Checks a certificate of the model that it names, as that is today. */
export async function verify({ file, properties, timeout, ...output }: Verifying & Output): Promise<number> {
  const read = await driveShown(() => reading(piecesOf(file)), {});
  if (read.interrupted) return exit.interrupted;
  const { header } = read.result;
  const { model, words } = await findOrigin(header.origin);
  const { result, seconds, interrupted } = await driveShown(
    (stop) =>
      verifying(model, read.result, {
        stop,
        ...(properties === undefined ? {} : { properties }),
      }),
    { maxSeconds: timeout },
  );
  if (output.json) printJson({ origin: header.origin, seconds, ...result });
  else print(verifiedText(result, { style: output.style, words }));
  return interrupted ? exit.interrupted : statusOf([result]);
}
