import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { deletePlanRetirement, listAllPlans, putPlanRetirement } from '../../administering/contract.ts';
import type { Plan } from '../../plans/contract.ts';
import { OfferRow } from './OfferRow.tsx';
import { limitWords } from './words.ts';

export function PlanRow({ plan, onEdit }: { plan: Plan; onEdit: () => void }) {
  const { slug, name, description, isFree, isFeatured, monthPriceMicro, yearPriceMicro, retiredAt } = plan;
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
          {plan.limits.length > 0 && <p>At most: {plan.limits.map(limitWords).join(', ')}</p>}
        </>
      }
      price={
        <>
          <span className="title text-lg">{dollars(monthPriceMicro)}</span>
          <span className="text-soft"> a month</span>
          <span className="block text-sm text-faint">{dollars(yearPriceMicro)} a year</span>
        </>
      }
      onEdit={onEdit}
      onRetire={() => void setRetired(plan, retiredAt === null)}
    />
  );
}

function gives({ monthGrantMicro, weekGrantMicro, trialDays, trialGrantMicro }: Plan): string {
  const parts = [
    monthGrantMicro > 0 && `${dollars(monthGrantMicro)} each month`,
    weekGrantMicro > 0 && `${dollars(weekGrantMicro)} each week`,
    trialGrantMicro > 0 && `${dollars(trialGrantMicro)} to try it`,
    trialDays > 0 && `${trialDays} days to try it`,
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
