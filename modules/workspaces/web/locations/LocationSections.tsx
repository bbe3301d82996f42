import Pencil from 'lucide-react/icons/pencil';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import type { LocationDetails } from '../../contract.ts';
import { HoursShown } from './HoursShown.tsx';

const ContactForm = lazy(() => import('./ContactForm.tsx'));
const BusinessForm = lazy(() => import('./BusinessForm.tsx'));
const HoursForm = lazy(() => import('./HoursForm.tsx'));
const VoiceForm = lazy(() => import('./VoiceForm.tsx'));

const parts = [
  { name: 'contact', title: 'Contact', form: ContactForm, hint: 'Where customers find it and reach it.' },
  { name: 'hours', title: 'Opening hours', form: HoursForm, hint: 'By the clock of the location itself.' },
  { name: 'business', title: 'Business', form: BusinessForm, hint: 'What it is and what one gets there.' },
  {
    name: 'voice',
    title: 'Brand voice',
    form: VoiceForm,
    hint: 'How it speaks. Replies and posts that are written for it follow this.',
  },
] as const;
type Part = (typeof parts)[number]['name'];

interface LocationSectionsProps {
  location: LocationDetails;
  canChange: boolean;
}

/** All there is to know of it, part by part, each changed by itself. */
export function LocationSections({ location, canChange }: LocationSectionsProps) {
  const [open, setOpen] = useState<Part>();
  useActions(
    canChange
      ? parts.map(({ name, title }) => ({
          id: `location.${name}`,
          title: `Change the ${title.toLowerCase()}`,
          group: 'This location',
          icon: Pencil,
          run: () => setOpen(name),
        }))
      : [],
  );
  return (
    <div className="mt-10">
      {parts.map(({ name, title, hint, form: PartForm }) => (
        <Section
          key={name}
          title={title}
          hint={hint}
          actions={
            canChange && (
              <Button
                size="small"
                icon={Pencil}
                aria-label={`Change the ${title.toLowerCase()}`}
                onClick={() => setOpen(name)}
              >
                Change
              </Button>
            )
          }
        >
          <Shown part={name} location={location} />
          <Suspense>
            {open === name && <PartForm location={location} onClose={() => setOpen(undefined)} />}
          </Suspense>
        </Section>
      ))}
    </div>
  );
}

function Shown({ part, location }: { part: Part; location: LocationDetails }) {
  if (part === 'hours') return <HoursShown location={location} />;
  const facts = { contact: contactOf, business: businessOf, voice: voiceOf }[part](location);
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (known.length === 0) return <p className="text-soft">Nothing is written down yet.</p>;
  return <Facts facts={known} />;
}

type Fact = readonly [name: string, value: ReactNode];

const contactOf = ({ address, phone, email, website, googlePlaceId }: LocationDetails): Fact[] => [
  ['Address', address && <span className="whitespace-pre-line">{address}</span>],
  ['Phone', phone],
  ['E-mail', email],
  ['Website', website && <Away to={website} />],
  ['Google place', googlePlaceId && <code className="font-mono text-sm break-all">{googlePlaceId}</code>],
];

const businessOf = ({ businessInfo: info, settings }: LocationDetails): Fact[] => [
  ['Legal name', info.legalName],
  ['Category', info.category],
  ['Description', lines(info.description)],
  ['Services', list(info.services)],
  ['Languages', list(info.languages)],
  ['Price level', info.priceLevel && '€'.repeat(info.priceLevel)],
  ['Payment', list(info.paymentMethods)],
  [
    'Profiles',
    info.profiles && info.profiles.length > 0 && (
      <span className="flex flex-col">
        {info.profiles.map((profile) => (
          <Away key={profile} to={profile} />
        ))}
      </span>
    ),
  ],
  ['Writes in', settings.locale],
  ['Currency', settings.currency],
];

const voiceOf = ({ brandVoice: voice }: LocationDetails): Fact[] => [
  ['Tone', voice.tone],
  ['Speaks to', voice.audience],
  ['In words', lines(voice.description)],
  ['Does', bullets(voice.dos)],
  ['Does not', bullets(voice.donts)],
  ['Likes to say', list(voice.phrases)],
  ['Never says', list(voice.avoidedWords)],
  ['Emoji', voice.emoji && { never: 'Never', sparingly: 'Sparingly', freely: 'Freely' }[voice.emoji]],
  ['Sample', lines(voice.sample)],
];

const list = (items: readonly string[] | undefined) => items?.join(', ');
const lines = (text: string | undefined) => text && <span className="whitespace-pre-line">{text}</span>;
const bullets = (items: readonly string[] | undefined) =>
  items &&
  items.length > 0 && (
    <ul className="list-disc pl-4">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );

const Away = ({ to }: { to: string }) => (
  <a
    href={to}
    target="_blank"
    rel="noreferrer"
    className="break-all text-accent underline decoration-current/40 underline-offset-[0.2em]"
  >
    {to}
  </a>
);
