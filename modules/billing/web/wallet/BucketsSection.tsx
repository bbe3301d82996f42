import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { WalletState } from '../../ledger/contract.ts';
import { bucketHints, bucketLabels } from './words.ts';

type Bucket = WalletState['buckets'][number];

/** In the order in which they are spent. What a plan does not give, and nobody has, is left out. */
export function BucketsSection({ wallet }: { wallet: WalletState }) {
  const shown = wallet.buckets.filter(
    ({ bucket, micro, heldMicro, grantedMicro }) =>
      bucket === 'month' || bucket === 'payg' || micro + heldMicro + (grantedMicro ?? 0) > 0,
  );
  return (
    <Section title="What it is made of" hint="In the order in which it is spent.">
      <ul className="max-w-3xl">
        {shown.map((bucket) => (
          <BucketRow key={bucket.bucket} {...bucket} />
        ))}
      </ul>
    </Section>
  );
}

function BucketRow({ bucket, micro, heldMicro, grantedMicro, endsAt }: Bucket) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-line py-3 last:border-0">
      <span className="min-w-0 flex-1 basis-72">
        <span className="flex flex-wrap items-baseline gap-x-3">
          <span>{bucketLabels[bucket]}</span>
          {endsAt && (
            <Badge>
              <span>
                until <Time at={endsAt} />
              </span>
            </Badge>
          )}
        </span>
        <span className="block text-sm text-faint">{bucketHints[bucket]}</span>
      </span>
      <span className="text-right">
        <span className="title text-xl">{dollars(micro)}</span>
        {grantedMicro !== null && grantedMicro > 0 && (
          <span className="text-soft"> of {dollars(grantedMicro)}</span>
        )}
        {heldMicro > 0 && (
          <span className="block text-sm text-faint">and {dollars(heldMicro)} kept back</span>
        )}
      </span>
    </li>
  );
}
