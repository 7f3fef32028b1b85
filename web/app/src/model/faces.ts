// The file of faces seen from the front that the core looks for faces with (`core/detect/model`). It lies beside the app and is
// fetched when somebody wants to have proposals.

import address from "../../../../core/detect/model/seeta_fd_frontal_v1.0.bin?url";

let model: Uint8Array<ArrayBuffer> | null = null;

/** Its bytes; null where it is not delivered, or not reached. */
export async function faceModel(): Promise<Uint8Array<ArrayBuffer> | null> {
  if (model) return model;
  const answer = await fetch(address).catch(() => null);
  if (answer?.ok) model = new Uint8Array(await answer.arrayBuffer());
  return model;
}
