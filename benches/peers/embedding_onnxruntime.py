#!/usr/bin/env python3
"""Bulk embedding by onnxruntime in f32: the peer that `Embedder::embed_bulk` is timed against.

    embedding_onnxruntime.py TEXTS --laws FOLDER   draws articles of law into TEXTS, and stops
    embedding_onnxruntime.py TEXTS MODEL_FOLDER    times embedding them

The graph is written with onnxruntime's own fused operators (EmbedLayerNormalization,
Attention, SkipLayerNormalization, BiasGelu), weights and pooling are those of the model
folder. Texts are tokenized on all cores, sorted by length and cut into batches of so many
padded tokens. Before anything is timed, the vectors must agree with models/reference/ to a
cosine of .9999. Timed is all from texts to unit vectors: tokenizing, batches, forward pass.
"""

import argparse
import concurrent.futures
import json
import multiprocessing
import multiprocessing.connection
import os
import pathlib
import random
import re
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+条")
FLOOR = 0.9999
CONTRIB = "com.microsoft"


def draw(folder, count, seed):
    """`count` different articles below `folder`, each with all its paragraphs."""
    articles = set()
    for path in sorted(folder.rglob("*.md")):
        article = []
        for line in path.read_text(encoding="utf-8-sig").splitlines() + ["#"]:
            begins = bool(ARTICLE.match(line))
            if article and (begins or line.startswith("#")):
                articles.add("\n".join(article))
                article = []
            if line.strip() and (begins or article):
                article.append(line.strip())
    return random.Random(seed).sample(sorted(articles), count)


def read_texts(path):
    """One text a line, as it is or as {"text": …}."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [json.loads(line)["text"] if line.startswith("{") else line for line in lines]


def read_model(folder):
    """Weights, prefixes, pooling, limit and tokenizer, as the reference reads them."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import reference_vectors

    return reference_vectors.Model(folder)


class Graph:
    """An ONNX graph under construction; a method for each block adds its nodes."""

    def __init__(self, model):
        from onnx import helper, numpy_helper

        self.helper, self.tensor = helper, numpy_helper.from_array
        self.model, self.nodes, self.weights = model, [], {}
        self.eps = model.config["layer_norm_eps"]

    def weight(self, name, array):
        import numpy as np

        self.weights[name] = self.tensor(np.ascontiguousarray(array), name)
        return name

    def given(self, name, transposed=False):
        import numpy as np

        array = self.model.weights[name].astype(np.float32)
        return self.weight(name, array.T if transposed else array)

    def node(self, op, inputs, output, domain="", **attributes):
        self.nodes.append(self.helper.make_node(op, inputs, [output], output, domain=domain, **attributes))
        return output

    def fused(self, op, inputs, output, **attributes):
        return self.node(op, inputs, output, CONTRIB, **attributes)

    def matmul(self, x, name):
        return self.node("MatMul", [x, self.given(f"{name}.weight", transposed=True)], f"{name}.product")

    def norm(self, x, skip, name, bias):
        gamma, beta = self.given(f"{name}.weight"), self.given(f"{name}.bias")
        inputs = [x, skip, gamma, beta, self.given(bias)]
        return self.fused("SkipLayerNormalization", inputs, f"{name}.normed", epsilon=self.eps)

    def embeddings(self):
        names = ("word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm")
        word, position, kind, norm = (f"embeddings.{name}" for name in names)
        read = lambda name: self.model.weights[f"{name}.weight"].astype("float32")
        # Every token is of type 0, so its row is added here and not looked up.
        positions = self.weight("positions", read(position)[self.model.offset :] + read(kind)[0])
        inputs = ["ids", "", self.given(f"{word}.weight"), positions, ""]
        inputs += [self.given(f"{norm}.weight"), self.given(f"{norm}.bias"), "mask"]
        make, outputs = self.helper.make_node, ["embedded", "lengths"]
        self.nodes.append(make("EmbedLayerNormalization", inputs, outputs, domain=CONTRIB, epsilon=self.eps))
        return "embedded"

    def layer(self, x, index):
        import numpy as np

        at, parts = f"encoder.layer.{index}", ("query", "key", "value")
        read = lambda part, kind: self.model.weights[f"{at}.attention.self.{part}.{kind}"].astype(np.float32)
        qkv = self.weight(f"{at}.qkv.weight", np.concatenate([read(p, "weight").T for p in parts], 1))
        bias = self.weight(f"{at}.qkv.bias", np.concatenate([read(p, "bias") for p in parts]))
        heads = self.model.config["num_attention_heads"]
        attended = self.fused("Attention", [x, qkv, bias, "lengths"], f"{at}.attended", num_heads=heads)
        out = f"{at}.attention.output"
        x = self.norm(self.matmul(attended, f"{out}.dense"), x, f"{out}.LayerNorm", f"{out}.dense.bias")
        wide = self.matmul(x, f"{at}.intermediate.dense")
        wide = self.fused("BiasGelu", [wide, self.given(f"{at}.intermediate.dense.bias")], f"{at}.gelu")
        out = f"{at}.output"
        return self.norm(self.matmul(wide, f"{out}.dense"), x, f"{out}.LayerNorm", f"{out}.dense.bias")

    def pooled(self, x):
        """The first token, or the sum over real ones: at unit length it is their mean."""
        import numpy as np

        if self.model.first:
            pooled = self.node("Gather", [x, self.weight("zero", np.array(0))], "pooled", axis=1)
        else:
            mask = self.node("Cast", ["mask"], "mask.f32", to=1)
            one = self.weight("one", np.array([1]))
            row = self.node("Unsqueeze", [mask, one], "mask.row")
            pooled = self.node("Squeeze", [self.node("MatMul", [row, x], "sums"), one], "pooled")
        return self.node("LpNormalization", [pooled], "vectors", axis=1, p=2)

    def build(self):
        x = self.embeddings()
        for index in range(self.model.config["num_hidden_layers"]):
            x = self.layer(x, index)
        self.pooled(x)
        info = self.helper.make_tensor_value_info
        inputs = [info(name, 6, ["batch", "tokens"]) for name in ("ids", "mask")]
        outputs = [info("vectors", 1, ["batch", self.model.config["hidden_size"]])]
        graph = self.helper.make_graph(self.nodes, "bert", inputs, outputs, list(self.weights.values()))
        opsets = [self.helper.make_opsetid("", 17), self.helper.make_opsetid(CONTRIB, 1)]
        return self.helper.make_model(graph, opset_imports=opsets, ir_version=8)


def write_graph(model, folder, path):
    """Writes the graph, unless it is there and newer than the model."""
    sources = [pathlib.Path(__file__), *folder.glob("*.safetensors"), *folder.glob("*.bin")]
    if path.exists() and path.stat().st_mtime > max(source.stat().st_mtime for source in sources):
        return
    import onnx

    data = path.with_suffix(".data")
    data.unlink(missing_ok=True)
    onnx.save_model(Graph(model).build(), path, save_as_external_data=True, location=data.name)


def session(path, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def batches(tokenizer, prefix, texts, budget):
    """Indices and padded ids and mask, longest texts first."""
    import numpy as np

    encoded = [text.ids for text in tokenizer.encode_batch([prefix + text for text in texts])]
    order = sorted(range(len(texts)), key=lambda text: -len(encoded[text]))
    made, start = [], 0
    while start < len(order):
        length = len(encoded[order[start]])
        members = order[start : start + max(1, budget // length)]
        ids = np.zeros((len(members), length), np.int32)
        mask = np.zeros_like(ids)
        for row, text in enumerate(members):
            ids[row, : len(encoded[text])] = encoded[text]
            mask[row, : len(encoded[text])] = 1
        made.append((members, ids, mask))
        start += len(members)
    return made


class Threads:
    """One session: `workers` calls at a time, each with `threads` threads inside."""

    def __init__(self, path, workers, threads):
        self.session = session(path, threads)
        self.pool = concurrent.futures.ThreadPoolExecutor(workers)

    def run(self, batch):
        members, ids, mask = batch
        return members, self.session.run(None, {"ids": ids, "mask": mask})[0]

    def results(self, made):
        return self.pool.map(self.run, made)

    def processor_seconds(self):
        return time.process_time()

    def close(self):
        self.pool.shutdown()


def serve(path, connection):
    """A worker process: a session with one thread, batches in, vectors out."""
    own = session(path, 1)
    connection.send("ready")
    while (batch := connection.recv()) is not None:
        if batch == "processor":
            connection.send(time.process_time())
            continue
        members, ids, mask = batch
        connection.send((members, own.run(None, {"ids": ids, "mask": mask})[0]))


class Processes:
    """A process with a session of one thread for each core; each gets a batch when it is free."""

    def __init__(self, path, workers):
        context = multiprocessing.get_context("spawn")
        self.workers = []
        for _ in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(path, theirs), daemon=True)
            process.start()
            self.workers.append((process, ours))
        for _, connection in self.workers:
            connection.recv()

    def results(self, made):
        rest, busy = iter(made), 0
        connections = [connection for _, connection in self.workers]
        # Two batches to each, so that none waits for the next.
        for connection in connections * 2:
            if (batch := next(rest, None)) is not None:
                connection.send(batch)
                busy += 1
        while busy:
            for connection in multiprocessing.connection.wait(connections):
                yield connection.recv()
                busy -= 1
                if (batch := next(rest, None)) is not None:
                    connection.send(batch)
                    busy += 1

    def processor_seconds(self):
        for _, connection in self.workers:
            connection.send("processor")
        return time.process_time() + sum(connection.recv() for _, connection in self.workers)

    def close(self):
        for process, connection in self.workers:
            connection.send(None)
            process.join()


def embed(engine, model, texts, budget):
    import numpy as np

    vectors = np.empty((len(texts), model.config["hidden_size"]), np.float32)
    prefix = model.prompts.get("passage", "")
    for members, rows in engine.results(batches(model.tokenizer, prefix, texts, budget)):
        vectors[members] = rows
    return vectors


def verify(engine, model, name, budget):
    """The lowest cosine with the reference vectors; ends the program when it is too low."""
    import numpy as np

    reference = json.loads((ROOT / "models" / "reference" / f"{name}.json").read_text())
    expected = np.array(reference["passages"], np.float32)
    lowest = float((embed(engine, model, reference["texts"], budget) * expected).sum(1).min())
    if lowest < FLOOR:
        sys.exit(f"the vectors do not agree with models/reference/{name}.json: cosine {lowest:.6f}")
    return lowest


def time_modes(arguments):
    import onnxruntime

    texts, folder = read_texts(arguments.texts), arguments.model
    model = read_model(folder)
    path = pathlib.Path(os.environ.get("LEIAN_VAR", ROOT / "var")) / "peers" / f"{folder.resolve().name}.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_graph(model, folder, path)
    cores = len(os.sched_getaffinity(0))
    makers = {
        "session": lambda: Threads(path, 1, cores),
        "threads": lambda: Threads(path, cores, 1),
        "processes": lambda: Processes(path, cores),
    }
    print(f"onnxruntime {onnxruntime.__version__}, {cores} cores, {arguments.budget} tokens a batch")
    rates, processors = [], []
    for mode in arguments.modes or makers:
        started = time.perf_counter()
        engine = makers[mode]()
        loaded = time.perf_counter() - started
        lowest = verify(engine, model, folder.resolve().name, arguments.budget)
        embed(engine, model, texts[:64], arguments.budget)
        started, processor = time.perf_counter(), engine.processor_seconds()
        embed(engine, model, texts, arguments.budget)
        seconds, processor = time.perf_counter() - started, engine.processor_seconds() - processor
        engine.close()
        rates.append(len(texts) / seconds)
        processors.append(processor)
        print(f"{mode}: load {loaded * 1e3:.0f} ms, cosine {lowest:.6f}")
        print(f"  {len(texts)} texts in {seconds:.2f} s ({processor:.2f} s of processor), {rates[-1]:.1f} a second")
    print(f"best ({min(processors):.2f} s of processor), {max(rates):.1f} a second")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=pathlib.Path, help='a text a line, as it is or as {"text": …}')
    parser.add_argument("model", type=pathlib.Path, nargs="?", help="a model folder")
    parser.add_argument("--laws", type=pathlib.Path, help="draw articles below this folder into TEXTS")
    parser.add_argument("--count", type=int, default=400, help="articles drawn")
    parser.add_argument("--seed", type=int, default=7, help="of the draw")
    parser.add_argument("--modes", nargs="*", choices=("session", "threads", "processes"), help="only these")
    parser.add_argument("--budget", type=int, default=512, help="padded tokens a batch")
    arguments = parser.parse_args()
    if arguments.laws:
        texts = draw(arguments.laws, arguments.count, arguments.seed)
        lines = [json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts]
        arguments.texts.parent.mkdir(parents=True, exist_ok=True)
        arguments.texts.write_text("".join(lines), encoding="utf-8")
    elif arguments.model:
        time_modes(arguments)
    else:
        parser.error("a model folder, or --laws, is needed")


if __name__ == "__main__":
    main()
