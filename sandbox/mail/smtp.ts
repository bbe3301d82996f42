import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { NamedFailure } from '../failure-list.ts';
import type { World } from '../world.ts';
import type { Mailbox } from './mailbox.ts';

const slowMs = 5_000;
const messageBytesMax = 20 * 1024 * 1024;

export const mailFailures: readonly NamedFailure[] = [
  { name: 'rejected', trigger: 'mail to rejected@…', does: 'refuses the recipient for good: 550 5.1.1' },
  { name: 'unavailable', trigger: 'mail to unavailable@…', does: 'puts the recipient off: 451 4.3.0' },
  {
    name: 'greylisted',
    trigger: 'mail to greylisted@…',
    does: 'puts the recipient off the first time and takes it the second',
  },
  { name: 'full', trigger: 'mail to full@…', does: 'refuses the message after it was sent: 552 5.2.2' },
  { name: 'bounce', trigger: 'mail to bounce@…', does: 'takes the message, then returns it to the sender' },
  {
    name: 'lost-answer',
    trigger: 'mail to lost-answer@…',
    does: 'takes the message, then closes the connection without a word',
  },
  {
    name: 'slow',
    trigger: 'mail to slow@…',
    does: `waits ${slowMs / 1000} seconds before it takes the message`,
  },
];

/** Takes mail as the whole world's mail servers would. Answers the port it listens on. */
export async function listenForMail(world: World, mailbox: Mailbox, port: number) {
  const greeted = new Set<string>();
  const failureOf = new WeakMap<SMTPServerSession, string>();
  const met = (address: string) => world.failures.met('mail', address.split('@')[0]?.toLowerCase());
  const record = (
    session: SMTPServerSession,
    to: string,
    outcome: string,
    good: boolean,
    notes: string[] = [],
  ) => {
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    world.journal.add({
      part: 'mail',
      direction: 'in',
      what: `MAIL ${from} to ${to}`,
      outcome,
      good,
      ms: 0,
      notes,
    });
  };

  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    size: messageBytesMax,
    logger: false,
    // A client may send many mails in one session; each meets its own failures.
    onMailFrom: (_from, session, done) => {
      failureOf.delete(session);
      done();
    },
    onRcptTo: ({ address }, session, done) => {
      const failure = met(address);
      if (failure) failureOf.set(session, failure);
      const refusal = refusalOf(failure, address, greeted);
      if (refusal) record(session, address, String(refusal.responseCode), false, [failure!]);
      done(refusal);
    },
    onData: (stream, session, done) => {
      void take(stream, session).then(
        () => done(),
        (error) => done(error),
      );
    },
  });

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const failure = failureOf.get(session);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const to = session.envelope.rcptTo.map(({ address }) => address);
    if (stream.sizeExceeded || failure === 'full') {
      record(session, to.join(', '), '552', false, failure ? [failure] : []);
      throw smtpError(552, '5.2.2 Mailbox full');
    }
    if (failure === 'slow') await wait(slowMs);
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    const message = await mailbox.receive(Buffer.concat(chunks), { from, to });
    if (failure === 'bounce') mailbox.bounce(message, to[0]!);
    if (failure === 'lost-answer') hangUp(server, session);
    record(
      session,
      to.join(', '),
      failure === 'lost-answer' ? 'no answer' : '250',
      true,
      failure ? [failure] : [],
    );
  }

  // A client that goes away is its own business.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function refusalOf(failure: string | undefined, address: string, greeted: Set<string>) {
  if (failure === 'rejected') return smtpError(550, '5.1.1 User unknown');
  if (failure === 'unavailable') return smtpError(451, '4.3.0 Try again later');
  if (failure !== 'greylisted' || greeted.delete(address)) return null;
  greeted.add(address);
  return smtpError(451, '4.7.1 Greylisted, try again');
}

const smtpError = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

function hangUp(server: SMTPServer, session: SMTPServerSession): void {
  const connections = server.connections as unknown as Set<{
    session: SMTPServerSession;
    _socket: { destroy(): void };
  }>;
  for (const connection of connections) if (connection.session === session) connection._socket.destroy();
}
