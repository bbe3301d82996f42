import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { WalletState } from '../../ledger/contract.ts';
import { bucketHints, bucketLabels } from './words.ts';

type Bucket = WalletState['buckets'][number];

interface Props {
  wallet: WalletState;
  /** Other words, where it is somebody else's. */
  labels?: Readonly<Record<Bucket['bucket'], string>>;
}

/** In the order in which they are spent. What a plan does not give, and nobody has, is left out. */
export function BucketsSection({ wallet, labels = bucketLabels }: Props) {
  const shown = wallet.buckets.filter(
    ({ bucket, micro, heldMicro, grantedMicro }) =>
      bucket === 'month' || bucket === 'payg' || micro + heldMicro + (grantedMicro ?? 0) > 0,
  );
  return (
    <Section title="What it is made of" hint="In the order in which it is spent.">
      <ul>
        {shown.map((bucket) => (
          <BucketRow key={bucket.bucket} {...bucket} label={labels[bucket.bucket]} />
        ))}
      </ul>
    </Section>
  );
}

function BucketRow(one: Bucket & { label: string }) {
  const { bucket, label, micro, heldMicro, grantedMicro, endsAt } = one;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-6 gap-y-1 border-b border-line py-3 last:border-0">
      <span className="flex flex-wrap items-baseline gap-x-3">
        {label}
        {endsAt && (
          <Badge>
            <span>
              until <Time at={endsAt} as="day" />
            </span>
          </Badge>
        )}
      </span>
      <span className="title text-right text-xl tabular-nums">{dollars(micro)}</span>
      <span className="text-sm text-faint">{bucketHints[bucket]}</span>
      <span className="text-right text-sm text-soft tabular-nums">
        {grantedMicro !== null && grantedMicro > 0 && (
          <span className="block">of {dollars(grantedMicro)}</span>
        )}
        {heldMicro > 0 && <span className="block">and {dollars(heldMicro)} kept back</span>}
      </span>
    </li>
  );
}
