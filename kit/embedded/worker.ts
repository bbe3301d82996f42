import { unlinkSync } from 'node:fs';
import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type Connection,
  messageBytesMax,
  newConnection,
  optionIn,
  type Startup,
  startupIn,
  unitCutter,
  welcome,
} from './connection.ts';
import { type Durability, openEngine } from './engine.ts';
import { errorFrame } from './frames.ts';
import { type Multiplexer, multiplex } from './multiplexer.ts';

export interface WorkerData {
  readonly folder: string;
  readonly socketPath: string;
  readonly durability: Durability;
  readonly idleInTransactionMaxMs: number;
  /** Two numbers: odd while a unit runs, and how long it may. Read by the thread that started this one. */
  readonly beat: SharedArrayBuffer;
}

/** How long a unit of a connection that says nothing about it may run. */
const unitMaxMs = 10 * 60_000;
/** A client gives up at its own statement timeout; some while after, so do we. */
const patience = 4;
const connectionsMax = 100;

const data = workerData as WorkerData;
const beat = new Int32Array(data.beat);
const locks = new Set<string>();

const engine = await openEngine(data.folder, data.durability);
const [[serverVersion]] = (await engine.query('show server_version')) as [[string]];
const shared = multiplex({
  engine,
  idleInTransactionMaxMs: data.idleInTransactionMaxMs,
  onBusy(maxMs) {
    Atomics.store(beat, 1, maxMs);
    Atomics.add(beat, 0, 1);
  },
  onIdle: () => Atomics.add(beat, 0, 1),
});

try {
  unlinkSync(data.socketPath);
} catch {
  // Left behind by a process that was killed, or not there at all.
}
const server = net.createServer((socket) => serve(socket, shared));
server.maxConnections = connectionsMax;
server.listen(data.socketPath, () => parentPort!.postMessage('ready'));

parentPort!.on('message', async () => {
  server.close();
  await shared.close();
  parentPort!.postMessage('closed');
  process.exit(0);
});

function serve(socket: net.Socket, to: Multiplexer) {
  let bytes: Buffer = Buffer.alloc(0);
  let connection: Connection | undefined;
  const cut = unitCutter((answer) => socket.write(answer));

  const begin = (startup: Startup) => {
    const name = optionIn(startup.parameters, 'stoa.alone');
    if (name !== undefined && locks.has(name)) {
      socket.end(errorFrame('FATAL', '55P03', `somebody else holds the lock ${name}`));
      return;
    }
    connection = newConnection(socket, unitMaxOf(startup));
    connection.alone = name;
    if (name !== undefined) locks.add(name);
    to.add(connection);
    socket.write(welcome(connection, serverVersion));
  };

  const greet = () => {
    while (!connection) {
      const startup = startupIn(bytes);
      if (!startup) return;
      bytes = bytes.subarray(startup.end);
      if (startup.kind === 'ssl') socket.write('N');
      else if (startup.kind === 'cancel') {
        to.cancel(startup.pid, startup.secret);
        socket.end();
        return;
      } else begin(startup);
      if (socket.writableEnded) return;
    }
  };

  socket.on('data', (chunk) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    if (bytes.length > messageBytesMax) socket.destroy();
    if (!connection) greet();
    if (!connection) return;
    const { units, taken, ended } = cut(bytes);
    bytes = bytes.subarray(taken);
    for (const unit of units) to.push(connection, unit);
    if (ended) socket.end();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    if (!connection) return;
    if (connection.alone !== undefined) locks.delete(connection.alone);
    to.remove(connection);
  });
}

function unitMaxOf({ parameters }: Startup): number {
  const declared = optionIn(parameters, 'statement_timeout');
  return declared === undefined ? unitMaxMs : Number(declared) * patience;
}
