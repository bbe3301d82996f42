import type { LucideIcon } from 'lucide-react';
import Check from 'lucide-react/icons/check';
import Hand from 'lucide-react/icons/hand';
import UserRound from 'lucide-react/icons/user-round';
import { microIn } from '../../../../web/kit/dollars.ts';
import type { GivenPersona } from '../../personas/contract.ts';
import type { Draft } from './drafts.ts';
import { leaveInWords } from './leave.ts';

interface Props {
  draft: Draft;
  persona: GivenPersona;
}

/** What the choices come to, beside them: nobody has to work out what a level, a list and a limit mean together. */
export function Preview({ draft, persona }: Props) {
  const maxAutonomousValueMicro = microIn(draft.dollars) ?? persona.maxAutonomousValueMicro;
  const { alone, waits, person } = leaveInWords({ ...draft, maxAutonomousValueMicro });
  const name = draft.name.trim() || 'This persona';
  return (
    <aside aria-labelledby="preview" className="max-lg:border-t max-lg:border-line max-lg:py-5">
      <div className="flex flex-col gap-6 lg:sticky lg:top-20 lg:border-l lg:border-line lg:py-2 lg:pl-6">
        <h2 id="preview" className="title text-lg">
          What {name} does
        </h2>
        <Greeting draft={draft} />
        <Lines icon={Check} title="By itself" lines={alone} none="Nothing." />
        <Lines icon={Hand} title="After your approval" lines={waits} none="Nothing." />
        <Lines icon={UserRound} title="Hands to a person" lines={person} none="Nothing." />
      </div>
    </aside>
  );
}

/** How its first words to somebody would begin. */
function Greeting({ draft }: { draft: Draft }) {
  const { disclosureText: text, discloses } = draft;
  const said = discloses === 'when_asked' ? '' : `${text.trim()}${/[.!?…]$/.test(text.trim()) ? '' : '.'} `;
  return (
    <figure>
      <figcaption className="label mb-2">A first answer</figcaption>
      <p className="rounded-lg rounded-bl-sm bg-wash px-3.5 py-2.5 text-sm">
        {said}Yes, we ship to Italy. It takes three days.
      </p>
    </figure>
  );
}

interface LinesProps {
  icon: LucideIcon;
  title: string;
  lines: readonly string[];
  none: string;
}

function Lines({ icon: Icon, title, lines, none }: LinesProps) {
  return (
    <section aria-label={title}>
      <h3 className="label mb-2 flex items-center gap-1.5">
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {title}
      </h3>
      {lines.length === 0 ? (
        <p className="text-sm text-faint">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1.5 text-sm text-soft">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
