# One image for every part: web, projector, bot and scheduler differ only in the command.
# 3.11 is the Python that the tests run with.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# What doubleloop needs comes first: it changes less often than doubleloop itself.
COPY requirements.lock ./
RUN python -m venv --without-pip /opt/doubleloop \
    && pip --python /opt/doubleloop/bin/python install \
        --require-hashes --only-binary :all: -r requirements.lock

COPY requirements-setup.lock requirements-dev.lock ./
RUN pip install --require-hashes --only-binary :all: -r requirements-setup.lock

COPY pyproject.toml README.md LICENSE ./
COPY service ./service
COPY bot ./bot
COPY scheduler ./scheduler
RUN uv build --wheel --require-hashes --build-constraints requirements-dev.lock --out-dir dist \
    && pip --python /opt/doubleloop/bin/python install --no-deps --no-index dist/*.whl


# What people wrote in any of their languages has to be there in a PDF as well.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-noto-core fonts-noto-color-emoji fonts-droid-fallback


FROM python:${PYTHON}-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/doubleloop/bin:$PATH

RUN pip uninstall --yes --root-user-action=ignore pip setuptools wheel \
    && groupadd --gid 10001 doubleloop \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin doubleloop \
    && mkdir --mode=700 /var/lib/doubleloop \
    && chown 10001:10001 /var/lib/doubleloop

COPY --from=build /opt/doubleloop /opt/doubleloop
COPY --from=build /usr/share/fonts/truetype /usr/share/fonts/truetype

USER 10001:10001
WORKDIR /
EXPOSE 8400

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8400/health/live', timeout=4)"]

ENTRYPOINT ["doubleloop"]
CMD ["serve", "--host", "0.0.0.0"]
