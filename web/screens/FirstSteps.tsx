import type { LucideIcon } from 'lucide-react';
import ChevronRight from 'lucide-react/icons/chevron-right';
import CircleCheck from 'lucide-react/icons/circle-check';
import MapPin from 'lucide-react/icons/map-pin';
import ShieldCheck from 'lucide-react/icons/shield-check';
import UserPlus from 'lucide-react/icons/user-plus';
import UserRound from 'lucide-react/icons/user-round';

const kinds = {
  location: [MapPin, 'Add a location', 'A shop or studio, with its own clock and opening hours.'],
  people: [UserPlus, 'Invite somebody', 'Colleagues see what you allow them to.'],
  security: [ShieldCheck, 'Secure your account', 'A passkey or an authenticator app beside the password.'],
  profile: [UserRound, 'Show your face', 'A picture tells colleagues who wrote.'],
} as const satisfies Record<string, readonly [LucideIcon, string, string]>;

export interface FirstStep {
  readonly kind: keyof typeof kinds;
  readonly to: string;
  readonly isDone: boolean;
}

/** What is done is ticked, and can be gone to all the same. */
export function FirstSteps({ steps, onGo }: { steps: readonly FirstStep[]; onGo: (to: string) => void }) {
  return (
    <ul className="border-t border-line">
      {steps.map(({ kind, to, isDone }) => {
        const [Icon, title, hint] = kinds[kind];
        return (
          <li key={kind} className="border-b border-line">
            <a
              href={to}
              onClick={(event) => {
                event.preventDefault();
                onGo(to);
              }}
              className="group flex items-center gap-4 px-2 py-3.5 hover:bg-hover/60"
            >
              {isDone ? (
                <CircleCheck size={20} strokeWidth={1.6} className="shrink-0 text-good" aria-label="Done:" />
              ) : (
                <Icon size={20} strokeWidth={1.6} className="shrink-0 text-accent" aria-hidden />
              )}
              <span className="min-w-0 flex-1">
                <span className="block font-[550]">{title}</span>
                <span className="block text-sm text-soft">{hint}</span>
              </span>
              <ChevronRight
                size={17}
                className="shrink-0 text-faint transition-transform group-hover:translate-x-0.5"
                aria-hidden
              />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
