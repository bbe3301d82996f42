import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../kit/testing/processes.ts';

/**
 * What a program of this folder answers, in a process of its own. What it is to do is in a file: statements are longer
 * than what a command may be told.
 */
export async function apart<T>(program: string, spec: object): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  const told = join(folder, 'spec.json');
  await writeFile(told, JSON.stringify(spec));
  const args = [join(import.meta.dirname, program), told];
  const said = await runProcess({ name: program, command: process.execPath, args });
  await rm(folder, { recursive: true });
  return JSON.parse(said.trim().split('\n').at(-1)!) as T;
}
