# Atout in a container. The image holds the program and no data: conversations and the key live in volumes.
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY content.lock ./
COPY atout atout
COPY bot bot
COPY flows flows
COPY locales locales
COPY renderers renderers
COPY docs/operators/rgpd docs/operators/rgpd
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e .
# Who serves may write nothing here: without this every start would compile the program, and read every word, anew.
RUN .venv/bin/python -m compileall -q atout bot flows locales renderers \
    && .venv/bin/python -c "from bot import content; content.read_all()"

FROM python:3.13-slim
# Dictionaries for misspelt words (docs/decisions/spelling.md), and what is asked for: hunspell-ar, espeak-ng.
ARG PACKAGES=""
RUN apt-get update \
    && apt-get install -y --no-install-recommends hunspell-en-us hunspell-fr hunspell-uk $PACKAGES \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home atout \
    && install -d -o atout -g atout -m 0700 /data /key
COPY --from=build /app /app
USER atout
ENV ATOUT_HOST=0.0.0.0 ATOUT_PORT=8000 ATOUT_DATA=/data ATOUT_KEY_FILE=/key/master.key PYTHONUNBUFFERED=1
ENV PATH=/app/.venv/bin:$PATH
VOLUME ["/data", "/key"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["atout", "serve"]
