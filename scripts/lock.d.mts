interface Entry {
  readonly version: string;
}
export function missingFrom(lock: { readonly packages: Record<string, object> }): Map<string, Entry>;
