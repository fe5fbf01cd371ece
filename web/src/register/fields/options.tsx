import { fullName, useSources, useTags, useUsers } from '../../api/directory';
import { Avatar, ChoiceMark, TagDot } from '../../ui/marks';
import type { Option } from '../../ui/picker';
import type { Field, Kind } from '../kind';

/** What can be chosen for a field: of what the contract knows, or of what the organization has. */
export function useOptions(kind: Kind, field: Field, { filter = false } = {}): Option[] {
  const users = useUsers();
  const tags = useTags();
  const sources = useSources(kind.register);
  const options = of();
  return filter && field.none ? [{ value: 'none', label: `No ${field.label.toLowerCase()}` }, ...options] : options;

  function of(): Option[] {
    switch (field.type) {
      case 'choice':
      case 'objectives':
        return (field.choices ?? []).map(({ value, help }) => ({
          value,
          label: value,
          help: filter ? undefined : help,
          mark: field.type === 'choice' ? <ChoiceMark value={value} /> : undefined,
        }));
      case 'source':
        return (sources.data ?? [])
          .filter((source) => filter || source.active)
          .map((source) => ({ value: source.name, label: source.name }));
      case 'person':
        return (users.data ?? [])
          .filter((user) => filter || user.active)
          .map((user) => ({ value: user.id, label: fullName(user), mark: <Avatar user={user} /> }));
      case 'tags':
        return (tags.data ?? []).map((tag) => ({
          value: tag.content,
          label: tag.content,
          mark: <TagDot label={tag.content} />,
        }));
      default:
        return [];
    }
  }
}
