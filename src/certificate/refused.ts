/** What is said of a certificate that proves nothing. */

import { ModelError } from "../model/model-error.js";

/** Why a certificate is not believed: it is damaged, it is of something else, or what it says is not so. */
export class CertificateRefused extends ModelError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`the certificate is refused: ${reason}`, options);
  }
}
