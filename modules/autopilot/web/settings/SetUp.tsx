import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import type { ReactNode } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getAiSettings } from '../../../billing/contract.ts';
import { getUsage } from '../../../knowledge/contract.ts';
import { listPersonas } from '../../personas/contract.ts';
import type { AutopilotSettings } from '../../settings/contract.ts';
import { count, listed } from '../words.ts';
import { useSwitching } from './MasterSwitch.tsx';

interface Step {
  readonly title: string;
  readonly body: string;
  readonly isDone: boolean;
  /** The one that is to be done now stands out. */
  readonly next: (look: 'primary' | 'plain') => ReactNode;
}

interface Props {
  settings: AutopilotSettings;
  whyNot: string | undefined;
}

/** The way from nothing to a first answer. Gone once all of it is there. */
export function SetUp({ settings, whyNot }: Props) {
  const steps = [useModelsStep(), useKnowledgeStep(), usePersonaStep(), useOnStep(settings, whyNot)];
  if (steps.includes(undefined)) return null;
  const known = steps as Step[];
  // Whoever has switched it off meant to: that alone is nothing missing.
  const needed = settings.version === 0 ? known : known.slice(0, -1);
  if (needed.every(({ isDone }) => isDone)) return null;
  const at = known.findIndex(({ isDone }) => !isDone);
  return (
    <section aria-labelledby="set-up" className="mt-6 mb-4">
      <h2 id="set-up" className="title text-xl">
        {settings.version === 0 ? 'Four steps to the first answer' : 'Something is still missing'}
      </h2>
      <ol className="mt-3">
        {known.map((step, index) => (
          <StepLine key={step.title} step={step} number={index + 1} isNext={index === at} />
        ))}
      </ol>
    </section>
  );
}

function StepLine({ step, number, isNext }: { step: Step; number: number; isNext: boolean }) {
  const { title, body, isDone, next } = step;
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line py-4 last:border-0"
    >
      <span
        className={cx(
          'flex size-7 shrink-0 items-center justify-center rounded-full text-sm',
          isDone ? 'bg-good-wash text-good' : isNext ? 'bg-accent text-on-accent' : 'bg-hover text-soft',
        )}
      >
        {isDone ? <Check size={15} strokeWidth={2.25} aria-hidden /> : number}
        {isDone && <span className="sr-only">Done:</span>}
      </span>
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="font-[550]">{title}</h3>
        <p className="max-w-prose text-soft">{body}</p>
      </div>
      {!isDone && <div className="max-sm:ml-11">{next(isNext ? 'primary' : 'plain')}</div>}
    </li>
  );
}

function useAt() {
  const { workspace } = useHere();
  return { workspace, params: { workspaceId: workspace.id } };
}

function useModelsStep(): Step | undefined {
  const { workspace, params } = useAt();
  const mayLook = workspace.permissions.includes('billing.read');
  const { data, isError } = useQuery({ ...q(getAiSettings, { params }), enabled: mayLook });
  if (mayLook && !data && !isError) return undefined;
  const isDone = data ? Boolean(data.used?.chatModel) : !mayLook;
  return {
    title: 'A model of AI',
    body: isDone
      ? data?.used
        ? `Answers are worded by ${data.used.chatModel}.`
        : 'An owner, an admin or a manager sees which one is used.'
      : 'It words the answers. Say where your models are, and which one to use.',
    isDone,
    next: (look) => (
      <ButtonLink look={look} to={paths.models(params)}>
        Choose a model
      </ButtonLink>
    ),
  };
}

function useKnowledgeStep(): Step | undefined {
  const { params } = useAt();
  const { data, isError } = useQuery(q(getUsage, { params }));
  if (!data && !isError) return undefined;
  const isDone = data ? data.documents + data.faqs > 0 : true;
  return {
    title: 'Something to answer from',
    body:
      data && isDone
        ? `It has ${knownWords(data)}.`
        : 'It answers from what you have written down, and from nothing else: documents, your site, questions.',
    isDone,
    next: (look) => (
      <ButtonLink look={look} to={paths.knowledge(params)}>
        Add knowledge
      </ButtonLink>
    ),
  };
}

const knownWords = ({ documents, faqs }: { documents: number; faqs: number }): string =>
  listed([
    ...(documents > 0 ? [count(documents, 'document')] : []),
    ...(faqs > 0 ? [count(faqs, 'answer to a question', 'answers to questions')] : []),
  ]);

function usePersonaStep(): Step | undefined {
  const { params } = useAt();
  const { data, isError } = useQuery(q(listPersonas, { params, query: { status: 'active', limit: 1 } }));
  if (!data && !isError) return undefined;
  const name = data?.items[0]?.name;
  return {
    title: 'Somebody who answers',
    body: name
      ? `${name} answers, in the voice and with the leave you gave.`
      : 'A persona has a name, a voice, and a leave: what it may send by itself and what waits for you.',
    isDone: data ? name !== undefined : true,
    next: (look) => (
      <ButtonLink look={look} to={paths.personas(params)}>
        Write a persona
      </ButtonLink>
    ),
  };
}

function useOnStep(settings: AutopilotSettings, whyNot: string | undefined): Step {
  const flip = useSwitching();
  return {
    title: 'Switch it on',
    body: 'From then on it looks at what people write. You can switch it off here at any time.',
    isDone: settings.version > 0 && settings.isOn,
    next: (look) => (
      <Button
        look={look}
        busy={flip.isPending}
        disabledReason={whyNot}
        reasonShown={false}
        onClick={() => flip.to(settings, true)}
      >
        Switch on
      </Button>
    ),
  };
}
