#!/usr/bin/env bash
# Federated credentials and roles for jobs of GitLab CI/CD, planned by akvlint credentials.
# Review before running; az must be signed in to their tenant.
# Single quotes are meant: nothing in names and subjects is expanded.
# shellcheck disable=SC2016
set -euo pipefail

# Application 11111111-2222-3333-4444-555555555555
# keep main, for deploy@default-branch, deploy@schedule
# remove first-release
az ad app federated-credential delete --id '11111111-2222-3333-4444-555555555555' --federated-credential-id 'first-release'
# add gitlab-acme-shop-tag-v-f7d48bc8, for release@tag
az rest --method post --url "https://graph.microsoft.com/beta/applications(appId='11111111-2222-3333-4444-555555555555')/federatedIdentityCredentials" --headers 'Content-Type=application/json' --body '{"name":"gitlab-acme-shop-tag-v-f7d48bc8","issuer":"https://gitlab.com","audiences":["https://gitlab.com"],"claimsMatchingExpression":{"languageVersion":1,"value":"claims['\''sub'\''] matches '\''project_path:acme/shop:ref_type:tag:ref:v*'\'' and claims['\''project_id'\''] eq '\''42'\''"}}'

# Key Vault Secrets User on https://acme-shop.vault.azure.net for 11111111-2222-3333-4444-555555555555
vault="$(az keyvault show --name 'acme-shop' --query id --output tsv)"
az role assignment create --assignee '11111111-2222-3333-4444-555555555555' --role 'Key Vault Secrets User' --scope "$vault"'/secrets/database-password'
