interface Workshop {
  id: string;
  name: string;
  price: number;
}

export const workshops: Workshop[] = [
  { id: "raku", name: "Raku firing", price: 85 },
  { id: "reed", name: "Reed weaving", price: 40 },
];

/** @throws where there is no such workshop: the router shows its error page */
export function findWorkshop(id: string | undefined): Workshop {
  const found = workshops.find((workshop) => workshop.id === id);
  if (!found) throw new Error(`expected a workshop's id, got "${id}"`);
  return found;
}
