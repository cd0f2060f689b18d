"""Result pages beside the API: first byte and weight, the same searches in turn.

    leian serve --library LIBRARY --listen 127.0.0.1:8080
    python3 benches/pages.py 127.0.0.1:8080 ../shared/data/eval/prosecutor/queries.jsonl

Each line of the file is JSON with a "text". Prints medians over three rounds, without
filters, with one and with two, as a person sets them one after the other.
"""

import http.client
import json
import statistics
import sys
import time
import urllib.parse

FILTERS = {
    "no filter": "",
    "one filter": "&kind=spp_guiding_case",
    "two filters": "&kind=judgment&kind=spp_guiding_case&region=42",
}
ROUNDS = 3
MOST_QUESTIONS = 40


def fetch(connection, path):
    """Milliseconds to the first byte of the answer, and its size without compression."""
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    first = (time.perf_counter() - began) * 1e3
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return first, len(body)


def main(address, questions):
    with open(questions, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:MOST_QUESTIONS]
    connection = http.client.HTTPConnection(address)
    for name, filters in FILTERS.items():
        api, page, ratios, sizes = [], [], [], []
        for text in texts * ROUNDS:
            query = "q=" + urllib.parse.quote(text) + filters
            api.append(fetch(connection, "/api/v1/search?" + query)[0])
            first, size = fetch(connection, "/search?" + query)
            page.append(first)
            sizes.append(size)
            ratios.append(page[-1] / api[-1])
        print(
            f"{name}: API {statistics.median(api):.1f} ms, page {statistics.median(page):.1f} ms, "
            f"ratio {statistics.median(ratios):.2f}; page {statistics.median(sizes) / 1000:.0f} KB, "
            f"at most {max(sizes) / 1000:.0f} KB"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
