# One image for web, worker and beat. No secret goes in: configuration comes from the environment at start.
FROM node:22-bookworm-slim AS node
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts

FROM python:3.11-slim-bookworm AS python
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements-production.lock ./
RUN /venv/bin/pip install --require-hashes -r requirements-production.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=python /venv /venv
COPY --from=node /build/node_modules ./node_modules
COPY . .
# The values live in this one layer's command only; collecting files asks neither database nor broker.
RUN python -m samhandling.ops.translations compile \
    && SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(48))") \
       DATABASE_URL=postgres://unused/unused CELERY_BROKER_URL=memory:// \
       python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/media var/cache && chown -R portal var/media var/cache
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-m", "samhandling.ops.healthcheck"]
CMD ["gunicorn", "samhandling.wsgi", "--preload", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--access-logfile", "-", "--logger-class", "samhandling.ops.access_log.AccessLog", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
