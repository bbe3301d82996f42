import { useContext } from 'react';
import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { FormErrorsContext } from '../../../../web/kit/Field.tsx';
import { Loading } from '../../../../web/kit/states.tsx';
import type { Permission } from '../../contract.ts';
import { byModule, usePermissions } from '../members/offers.ts';
import { moduleLabel, permissionLabel } from '../words.ts';

interface PermissionsFieldProps {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** What a key may do, by module. Nobody gives a key more than they have. */
export function PermissionsField({ chosen, onChange }: PermissionsFieldProps) {
  const permissions = usePermissions();
  const { errorOf, touched } = useContext(FormErrorsContext);
  const error = errorOf('permissions');
  const change = (names: readonly string[], on: boolean) => {
    touched('permissions');
    const next = new Set(chosen);
    for (const name of names) {
      if (on) next.add(name);
      else next.delete(name);
    }
    onChange(next);
  };
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-[550]">May</legend>
      {permissions.length === 0 && <Loading label="Loading the permissions" />}
      <div className="flex max-h-72 flex-col gap-5 overflow-y-auto rounded-md border border-line px-4 py-3">
        {byModule(permissions).map(([module, ofModule]) => (
          <ModuleGroup
            key={module}
            module={module}
            permissions={ofModule}
            chosen={chosen}
            onChange={change}
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1.5 text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface ModuleGroupProps {
  module: string;
  permissions: readonly Permission[];
  chosen: ReadonlySet<string>;
  onChange: (names: readonly string[], on: boolean) => void;
}

function ModuleGroup({ module, permissions, chosen, onChange }: ModuleGroupProps) {
  const mine = permissions.filter(({ isYours }) => isYours).map(({ name }) => name);
  const all = mine.length > 0 && mine.every((name) => chosen.has(name));
  return (
    <div>
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h3 className="label">{moduleLabel(module)}</h3>
        {mine.length > 1 && (
          <button
            type="button"
            onClick={() => onChange(mine, !all)}
            className="rounded-sm text-sm text-accent underline decoration-current/40 underline-offset-[0.2em]"
          >
            {all ? 'None of them' : 'All of them'}
            <span className="sr-only">: {moduleLabel(module)}</span>
          </button>
        )}
      </div>
      <div className="flex flex-col gap-2">
        {permissions.map((permission) => (
          <Checkbox
            key={permission.name}
            name={permission.name}
            label={permissionLabel(permission)}
            hint={permission.isYours ? undefined : 'You may not do this yourself.'}
            value={chosen.has(permission.name)}
            disabled={!permission.isYours}
            onChange={(on) => onChange([permission.name], on)}
          />
        ))}
      </div>
    </div>
  );
}
