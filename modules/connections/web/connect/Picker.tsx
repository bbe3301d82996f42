import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { paths } from '../../../../web/paths.ts';
import { Door } from '../../../../web/shared.ts';
import { getWay, type Offer, postWayChoice, type Way } from '../../connecting/contract.ts';
import { PlatformMark } from '../PlatformMark.tsx';
import { scopesInWords } from '../scope-words.ts';
import { count, platformLabel } from '../words.ts';
import type { WayAt } from './WayPage.tsx';

const choicesMax = 50;
const isFree = ({ isTaken, blockedBy }: Offer) => !isTaken && blockedBy === null;
const keyOf = ({ platform, platformAccountId }: Offer) => `${platform} ${platformAccountId}`;

/** The login opens several accounts. Those that were ticked on the platform are ticked here. */
export function Picker({ way, at }: { way: Way; at: WayAt }) {
  const { workspaceId, wayId, workspaceName } = at;
  const free = way.offers.filter(isFree);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(free.map(keyOf).slice(0, choicesMax)),
  );
  const choice = useSend(postWayChoice, { stale: [[getWay.path]] });
  const toggle = (offer: Offer, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(keyOf(offer));
    else next.delete(keyOf(offer));
    setChosen(next);
  };
  const send = () =>
    choice.send({
      params: { workspaceId, wayId },
      body: {
        choices: free
          .filter((offer) => chosen.has(keyOf(offer)))
          .map(({ platform, platformAccountId }) => ({ platform, platformAccountId })),
      },
    });
  return (
    <Door
      tab="Choose accounts"
      title="Which of them?"
      hint={`This login opens these accounts. Choose what belongs to ${workspaceName}.`}
    >
      <Form onSubmit={send} error={choice.error}>
        <Offers offers={way.offers} chosen={chosen} onToggle={toggle} />
        <div className="flex flex-col gap-3">
          <Submit busy={choice.isPending} disabledReason={missing(free.length, chosen.size)} alone>
            {chosen.size === 0 ? 'Connect' : `Connect ${count(chosen.size, 'account')}`}
          </Submit>
          <ButtonLink to={paths.connections({ workspaceId })} look="quiet">
            Connect none
          </ButtonLink>
        </div>
      </Form>
      {free.length > choicesMax && (
        <Button look="quiet" size="small" className="mt-3" onClick={() => setChosen(new Set())}>
          Choose none
        </Button>
      )}
    </Door>
  );
}

function missing(freeCount: number, chosenCount: number): string | undefined {
  if (freeCount === 0) return 'None of them can be connected as things are.';
  if (chosenCount === 0) return 'Choose one at least.';
  return chosenCount > choicesMax ? `Choose ${choicesMax} at most; the others can follow.` : undefined;
}

interface OffersProps {
  offers: readonly Offer[];
  chosen: ReadonlySet<string>;
  onToggle: (offer: Offer, on: boolean) => void;
}

const Offers = ({ offers, chosen, onToggle }: OffersProps) => (
  <ul aria-label="Accounts to choose from" className="border-t border-line">
    {offers.map((offer) => (
      <li key={keyOf(offer)} className="flex items-start justify-between gap-4 border-b border-line py-3">
        <Checkbox
          name={keyOf(offer)}
          label={offer.displayName}
          hint={aboutOffer(offer)}
          value={chosen.has(keyOf(offer))}
          disabled={!isFree(offer)}
          onChange={(on) => onToggle(offer, on)}
          className="min-w-0 break-words"
        />
        <PlatformMark platform={offer.platform} size="small" />
      </li>
    ))}
  </ul>
);

const blockWords: Record<NonNullable<Offer['blockedBy']>, string> = {
  not_verified: 'Not verified on Google yet: verify it there, and connect again.',
};

function aboutOffer({ platform, username, isTaken, blockedBy, accountId, lackingScopes }: Offer): string {
  const who = [platformLabel(platform), username && `@${username}`].filter(Boolean).join(' · ');
  if (isTaken) return `${who}. Connected in another workspace: disconnect it there first.`;
  if (blockedBy) return `${who}. ${blockWords[blockedBy]}`;
  const known = accountId ? ' Connected here already: its permission is renewed.' : '';
  const lacking = scopesInWords(lackingScopes);
  return lacking.length === 0 ? `${who}.${known}` : `${who}.${known} Not allowed: ${lacking.join(' · ')}.`;
}
