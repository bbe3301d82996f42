/** What came of it, for a loader whose page says both: a thrown error would be somebody else's page. */
export type Attempt<R> =
  | { readonly reply: R; readonly error?: undefined }
  | { readonly error: Error; readonly reply?: undefined };

export const attempt = <R>(promise: Promise<R>): Promise<Attempt<R>> =>
  promise.then(
    (reply) => ({ reply }),
    (error: Error) => ({ error }),
  );
