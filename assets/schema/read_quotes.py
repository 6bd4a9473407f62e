"""Checks every quote of an Onus export against the texts in it: python3 read_quotes.py EXPORT.json"""
import json
import sys


def check(annotation, source, place, quote):
    """Offsets count code points, as Python does. A cue or hedge is its own quote, without prefix and suffix."""
    text, start, end = texts[source], place["start"], place["end"]
    there = {"exact": text[start:end], "prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
    if end > len(text) or quote["exact"] == "" or any(quote.get(key, there[key]) != there[key] for key in there):
        sys.exit(f"Annotation {annotation['id']}: “{quote['exact']}” does not stand at {start} to {end} like this.")


with open(sys.argv[1], encoding="utf-8") as file:
    export = json.load(file)
if export["project"]["texts"] != "full":
    sys.exit("This export carries no texts, so its quotes cannot be checked.")
texts = {source["id"]: source.get("text", {}).get("value", "") for source in export["sources"]}
count = 0
for annotation in export["annotations"]:
    passages = [(target["source"], *target["selector"]) for target in annotation["target"]]
    quotes = [passage for passage in passages if passage[1]["type"] == "TextPositionSelector"]
    claim = annotation.get("claim", {"hedges": []})
    quotes += [(passages[0][0], words, words) for words in (claim.get("cue"), *claim["hedges"]) if words]
    for source, place, quote in quotes:
        check(annotation, source, place, quote)
    count += len(quotes)
print(f"All {count} quotes are right.")
