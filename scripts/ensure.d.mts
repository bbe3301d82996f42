/** The types of `ensure.mjs`, which is plain JavaScript because it runs before anything is installed. */
export const root: string;
export const ownNode: string;
export function say(text: string): void;
export function fail(problem: string, remedy?: string): never;
export function ensureNode(): void;
export function whyInstall(folder?: string): string | undefined;
export function ensureInstalled(): Promise<void>;
export function whyBuild(): string | undefined;
export function ensureWeb(): Promise<void>;
export function runOwn(file: string, args?: string[], flags?: string[]): void;
