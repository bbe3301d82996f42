import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where a customer's address must not lead: to this machine, its network, or anything that is not the Internet. */
const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  closed.addSubnet(net, bits, 'ipv4');
}
/** Inside the part of IPv6 that is routed at all, these lead to IPv4 addresses or nowhere. */
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.addSubnet(net, bits, 'ipv6');
}
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !closed.check(address, 'ipv4');
  if (isIP(address) === 6) return routed.check(address, 'ipv6') && !closed.check(address, 'ipv6');
  return false;
}

export class ClosedAddress extends Error {
  constructor(host: string) {
    super(`${host} does not lead to a public address`);
    this.name = 'ClosedAddress';
  }
}

/** A host that is an address already is never looked up, so it is looked at here. */
export function refuseClosedHost(host: string, isOpen = isPublicAddress): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !isOpen(bare)) throw new ClosedAddress(host);
}

export type Resolve = (
  host: string,
  options: LookupAllOptions,
  answer: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/**
 * Looks a name up and refuses what does not lead outside. The connection is made to what was looked at, not to what a
 * second question would be answered with; and one closed address among several is a refusal of all.
 */
export const lookupOpen =
  (isOpen: (address: string) => boolean, resolve: Resolve = lookup): LookupFunction =>
  (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 0);
      const [first] = found;
      if (!first || !found.every(({ address }) => isOpen(address)))
        return answer(new ClosedAddress(host), '', 0);
      if (options.all) return answer(null, found as never);
      answer(null, first.address, first.family);
    });
  };

export const lookupPublic: LookupFunction = lookupOpen(isPublicAddress);
