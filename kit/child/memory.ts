import { type ChildProcess, execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const lookEveryMs = 25;
const lookEveryMsWithoutProc = 250;

/**
 * Calls back once when the process holds more than this many bytes. V8's own limits do not count buffers,
 * which is where unpacked files are. Between two looks a process can overshoot by what it can fill in that
 * time.
 */
export function watchMemory(
  child: ChildProcess,
  bytesMax: number,
  exceeded: (bytes: number) => void,
): () => void {
  const read = process.platform === 'linux' ? residentFromProc : residentFromPs;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const look = async () => {
    const bytes = child.pid === undefined ? 0 : await read(child.pid).catch(() => 0);
    if (over) return;
    if (bytes > bytesMax) exceeded(bytes);
    else timer = setTimeout(look, process.platform === 'linux' ? lookEveryMs : lookEveryMsWithoutProc);
  };
  void look();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** In kB whatever the size of a page, unlike `statm`. */
async function residentFromProc(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

function residentFromPs(pid: number): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, text) =>
      error ? reject(error) : resolve(Number(text) * 1024),
    );
  });
}
