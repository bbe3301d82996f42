import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { SearchAnswer, SearchExplanation } from '../../contract.ts';
import { count } from '../words.ts';
import { Found } from './Found.tsx';
import { HowItWorks } from './HowItWorks.tsx';
import { percent } from './reasons.ts';

interface AnswerProps {
  question: string;
  answer: SearchAnswer;
}

/** What an answer would stand on, in order; then what was near and was not taken. */
export function Answer({ question, answer: { explanation } }: AnswerProps) {
  if (!explanation) return null;
  const taken = explanation.seen.filter(({ passedOver }) => passedOver === null);
  const passedOver = explanation.seen.filter((one) => one.passedOver !== null);
  return (
    <>
      {taken.length === 0 ? (
        <Nothing question={question} />
      ) : (
        <Section
          title={`An answer would stand on ${count(taken.length, 'part')}`}
          hint={`${count(explanation.seen.length, 'part')} looked at more closely.`}
        >
          <ol>
            {taken.map((found, index) => (
              <Found
                key={found.pieceId}
                found={found}
                place={index + 1}
                explanation={explanation}
                question={question}
              />
            ))}
          </ol>
        </Section>
      )}
      {passedOver.length > 0 && (
        <Section title="Passed over" hint="Near, and not taken.">
          <details className="group">
            <summary className="w-fit cursor-pointer rounded-sm py-1 text-accent">
              {count(passedOver.length, 'part')}, and why
            </summary>
            <ol className="mt-2">
              {passedOver.map((found) => (
                <Found key={found.pieceId} found={found} explanation={explanation} question={question} />
              ))}
            </ol>
          </details>
        </Section>
      )}
      <HowSearched explanation={explanation} />
      <HowItWorks />
    </>
  );
}

function Nothing({ question }: { question: string }) {
  const { id: workspaceId } = useHere().workspace;
  const asking = new URLSearchParams({ ask: question });
  return (
    <Empty
      title="Nothing to stand on"
      actions={
        <>
          <ButtonLink look="primary" to={`${paths.questions({ workspaceId })}?${asking}`}>
            Answer it under Questions
          </ButtonLink>
          <ButtonLink to={paths.knowledge({ workspaceId })}>Add a document</ButtonLink>
        </>
      }
    >
      Nothing that is written down answers “{question}”. Asked by a customer, this goes to a person.
    </Empty>
  );
}

const languageOf = (tsconfig: string) =>
  tsconfig === 'simple' ? 'as they stand' : tsconfig[0]!.toUpperCase() + tsconfig.slice(1);

const nearByWords: Record<SearchExplanation['nearBy'], string> = {
  all: 'Every part was compared.',
  index: 'There are very many parts: those nearest were found by an index.',
  nothing: '',
};

function HowSearched({
  explanation: { model, nearBy, likenessMin, tsconfigs },
}: {
  explanation: SearchExplanation;
}) {
  return (
    <Section title="How this was looked up">
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-[minmax(7rem,auto)_1fr]">
        <dt className="text-soft">By meaning</dt>
        <dd>
          {model === null ? (
            'Not at all: no model is set up, or nothing is ready yet. Words alone decide.'
          ) : (
            <>
              With the model <code className="text-sm">{model}</code>. {nearByWords[nearBy]} From{' '}
              {percent(likenessMin)} alike a part is near enough.
            </>
          )}
        </dd>
        <dt className="text-soft">By words</dt>
        <dd>
          {tsconfigs.length === 0
            ? 'Nothing is written down in any language yet.'
            : `With the forms words have in: ${tsconfigs.map(languageOf).join(', ')}.`}
        </dd>
      </dl>
    </Section>
  );
}
