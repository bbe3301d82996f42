import { useQuery } from '@tanstack/react-query';
import Building from 'lucide-react/icons/building';
import { q } from '../../../web/kit/api.ts';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { Time } from '../../../web/kit/time.tsx';
import { toast } from '../../../web/kit/toast.ts';
import { getFactors, type SignOnIdentity } from '../factors/contract.ts';
import { getSignInOptions } from '../sign-in/contract.ts';
import { deleteSignOn } from '../single-sign-on/contract.ts';
import { useSignOn } from './sign-on.ts';

/** Not there where nobody has set up a provider. */
export function SignOnSection({ linked }: { linked: readonly SignOnIdentity[] }) {
  const { data: options } = useQuery(q(getSignInOptions));
  const signOn = useSignOn();
  const unlink = useSend(deleteSignOn, {
    stale: [[getFactors.path]],
    failureTitle: 'It is still linked',
    onReply: (_, { params }) => toast({ title: `${nameOf(params.slug)} is unlinked` }),
  });
  const open = (options?.providers ?? []).filter(
    ({ slug }) => !linked.some(({ provider }) => provider === slug),
  );
  const nameOf = (slug: string) => linked.find(({ provider }) => provider === slug)?.name ?? 'It';
  if (linked.length === 0 && open.length === 0) return null;
  return (
    <Section title="Single sign-on" hint="Accounts elsewhere that say who you are.">
      <ul aria-label="Providers">
        {linked.map((identity) => (
          <Row key={identity.provider} name={identity.name} badge={<Badge tone="good">Linked</Badge>}>
            <p className="text-sm break-words text-faint">
              {identity.email && `${identity.email}, `}since <Time at={identity.createdAt} as="day" />
            </p>
            <Button
              size="small"
              look="quiet"
              busy={unlink.isPending}
              onClick={() => unlink.send({ params: { slug: identity.provider } })}
            >
              Unlink<span className="sr-only"> {identity.name}</span>
            </Button>
          </Row>
        ))}
        {open.map(({ slug, name }) => (
          <Row key={slug} name={name}>
            <p className="text-sm text-faint">Not linked</p>
            <Button size="small" busy={signOn.isPending} onClick={() => signOn.begin(slug, { link: true })}>
              Link<span className="sr-only"> {name}</span>
            </Button>
          </Row>
        ))}
      </ul>
      {signOn.error && <FormProblem error={signOn.error} />}
    </Section>
  );
}

interface RowProps {
  name: string;
  badge?: React.ReactNode;
  children: readonly [facts: React.ReactNode, action: React.ReactNode];
}

function Row({ name, badge, children: [facts, action] }: RowProps) {
  return (
    <li className="flex items-center gap-4 border-b border-line py-3">
      <Building size={20} strokeWidth={1.5} className="shrink-0 text-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="min-w-0 truncate">{name}</span>
          {badge}
        </p>
        {facts}
      </div>
      {action}
    </li>
  );
}
