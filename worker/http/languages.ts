/** Language tags of an `Accept-Language` header, the most welcome first (RFC 9110, 12.5.4). */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? "")
    .slice(0, 500)
    .split(",")
    .flatMap((part, place) => {
      const [tag = "", ...parameters] = part.split(";").map((text) => text.trim());
      const quality = parameters.find((text) => text.startsWith("q="));
      const weight = quality === undefined ? 1 : Number(quality.slice(2));
      return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && weight > 0 ? [{ tag, weight, place }] : [];
    })
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ tag }) => tag);
}
