import { useQuery } from '@tanstack/react-query';
import Copy from 'lucide-react/icons/copy';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { uuidv7 } from '../../../../kit/ids.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { q } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { PersonaId } from '../../ids/contract.ts';
import { builtInPersona, type GivenPersona, getPersona, type Persona } from '../../personas/contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { sentence } from '../words.ts';
import { PersonaForm } from './PersonaForm.tsx';
import { statusLabels } from './words.ts';

const RemovePersonaDialog = lazy(() => import('./RemovePersonaDialog.tsx'));

const paramsOf = ({ workspaceId, personaId }: Readonly<Record<string, string | undefined>>) =>
  getPersona.params.parse({ workspaceId, personaId });

/** One that is there, one that is written now, or one that begins as a copy of another. */
export default function PersonaPage() {
  const at = paramsOf(useParams());
  const [search] = useSearchParams();
  const isNew = search.has('new') || search.has('copy');
  const copied = PersonaId.safeParse(search.get('copy')).data;
  const asked = copied ? { ...at, personaId: copied } : at;
  const persona = useQuery({ ...q(getPersona, { params: asked }), enabled: !isNew || copied !== undefined });
  const up = { to: paths.personas({ workspaceId: at.workspaceId }), label: 'Personas' };
  if (isNew && !copied) return <NewPersona at={at} up={up} begun={firstOf(search.get('new'))} />;
  if (persona.isPending || persona.isError)
    return (
      <Page title="Persona" up={up}>
        {persona.isPending ? (
          <Loading label="Loading the persona" lines={8} />
        ) : (
          <Failed error={persona.error} again={() => void persona.refetch()} />
        )}
      </Page>
    );
  if (copied) return <NewPersona at={at} up={up} begun={copyOf(persona.data)} />;
  return <KnownPersona at={at} up={up} persona={persona.data} />;
}

type At = ReturnType<typeof paramsOf>;
interface Frame {
  at: At;
  up: { to: string; label: string };
}

function NewPersona({ at, up, begun }: Frame & { begun: GivenPersona }) {
  const whyNot = useWhyNotManage('change who answers');
  return (
    <Page title="New persona" up={up} hint="Who customers meet, and what it may do without asking you.">
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <PersonaForm key={at.personaId} at={at} persona={begun} isNew whyNot={whyNot} />
    </Page>
  );
}

function KnownPersona({ at, up, persona }: Frame & { persona: Persona }) {
  const whyNot = useWhyNotManage('change who answers');
  const { copy, remove, isRemoving, keep } = useDeeds(at, persona, whyNot);
  return (
    <Page
      title={persona.name}
      up={up}
      hint={
        <span className="flex flex-wrap items-center gap-2">
          {sentence(persona.role)}
          <Badge tone={persona.status === 'active' ? 'good' : 'quiet'}>{statusLabels[persona.status]}</Badge>
          {persona.isDefault && <Badge>Usual one</Badge>}
        </span>
      }
      actions={
        <Menu
          trigger={<Button icon={Ellipsis}>More</Button>}
          items={[
            { label: 'Copy', icon: Copy, onSelect: copy, disabledReason: whyNot },
            {
              label: 'Remove',
              icon: Trash,
              onSelect: remove,
              danger: true,
              apart: true,
              disabledReason: whyNot,
            },
          ]}
        />
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <PersonaForm key={persona.id} at={at} persona={givenIn(persona)} whyNot={whyNot} />
      <Suspense>{isRemoving && <RemovePersonaDialog persona={persona} onClose={keep} />}</Suspense>
    </Page>
  );
}

function useDeeds(at: At, persona: Persona, whyNot: string | undefined) {
  const navigate = useNavigate();
  const [isRemoving, setRemoving] = useState(false);
  const copy = () =>
    void navigate(`${paths.persona({ ...at, personaId: uuidv7() })}?copy=${encodeURIComponent(persona.id)}`);
  const remove = () => setRemoving(true);
  useActions(
    whyNot
      ? []
      : [
          { id: 'persona.copy', title: 'Copy this persona', group: 'This persona', icon: Copy, run: copy },
          {
            id: 'persona.remove',
            title: 'Remove this persona',
            group: 'This persona',
            icon: Trash,
            run: remove,
          },
        ],
  );
  return { copy, remove, isRemoving, keep: () => setRemoving(false) };
}

const firstOf = (which: string | null): GivenPersona => ({
  ...builtInPersona,
  name: '',
  isDefault: which === 'first',
});

const copyOf = (persona: Persona): GivenPersona => ({
  ...givenIn(persona),
  ...{ name: `${persona.name}, copy`, status: 'draft', isDefault: false },
});

function givenIn({
  id: _,
  totalInteractions: __,
  lastUsedAt: ___,
  createdAt: ____,
  updatedAt: _____,
  ...given
}: Persona): GivenPersona {
  return given;
}
