import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { deletePlanRetirement, listAllPlans, putPlanRetirement } from '../../administering/contract.ts';
import type { Plan } from '../../plans/contract.ts';
import { limitWords } from '../subscribing/words.ts';
import { count } from '../words.ts';
import { OfferRow } from './OfferRow.tsx';

export function PlanRow({ plan, onEdit }: { plan: Plan; onEdit: () => void }) {
  const { slug, name, description, isFree, isFeatured, retiredAt } = plan;
  return (
    <OfferRow
      name={name}
      isRetired={retiredAt !== null}
      whyNot={
        isFree ? 'It is what whoever has chosen nothing has. Make another plan that one first.' : undefined
      }
      badges={
        <>
          <span className="font-mono text-xs text-faint">{slug}</span>
          {isFree && <Badge tone="accent">Without choosing</Badge>}
          {isFeatured && <Badge tone="good">Recommended</Badge>}
        </>
      }
      hint={
        <>
          {description && <p>{description}</p>}
          <p>{gives(plan)}</p>
          {limitWords(plan).map((line) => (
            <p key={line}>{line} at most</p>
          ))}
        </>
      }
      price={<Prices plan={plan} />}
      onEdit={onEdit}
      onRetire={() => void setRetired(plan, retiredAt === null)}
    />
  );
}

function Prices({ plan: { isFree, monthPriceMicro, yearPriceMicro } }: { plan: Plan }) {
  if (monthPriceMicro === 0 && yearPriceMicro === 0)
    return (
      <>
        <span className="title text-lg">{isFree ? 'Free' : 'No price'}</span>
        {!isFree && <span className="block text-sm text-faint">can only be given by hand</span>}
      </>
    );
  return (
    <>
      <span className="title text-lg">{dollars(monthPriceMicro || yearPriceMicro)}</span>
      <span className="text-soft"> a {monthPriceMicro > 0 ? 'month' : 'year'}</span>
      <span className="block text-sm text-faint">{alsoWords(monthPriceMicro, yearPriceMicro)}</span>
    </>
  );
}

function alsoWords(monthPriceMicro: number, yearPriceMicro: number): string {
  if (monthPriceMicro === 0) return 'by the year only';
  return yearPriceMicro === 0 ? 'by the month only' : `${dollars(yearPriceMicro)} a year`;
}

function gives({ monthGrantMicro, weekGrantMicro, trialDays, trialGrantMicro }: Plan): string {
  const parts = [
    monthGrantMicro > 0 && `${dollars(monthGrantMicro)} each month`,
    weekGrantMicro > 0 && `${dollars(weekGrantMicro)} each week`,
    trialGrantMicro > 0 && `${dollars(trialGrantMicro)} to try it`,
    trialDays > 0 && `${count(trialDays, 'day')} to try it`,
  ].filter(Boolean);
  return parts.length === 0 ? 'Gives no credits' : `Gives ${parts.join(', ')}`;
}

const setRetired = ({ slug, name }: Plan, retired: boolean): Promise<unknown> =>
  sendNow(
    retired ? putPlanRetirement : deletePlanRetirement,
    { params: { slug } },
    {
      stale: [[listAllPlans.path]],
      failureTitle: `${name} is as it was`,
      onReply: (plan) =>
        toast({
          title: retired ? `${name} is put away` : `${name} is on offer`,
          undo: () => void setRetired(plan, !retired),
        }),
    },
  ).catch(() => undefined);
