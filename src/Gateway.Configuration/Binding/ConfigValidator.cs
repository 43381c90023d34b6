using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Configuration.Binding;

/// <summary>Checks the rules between keys; the rules of a single key are attributes of the key.</summary>
internal sealed class ConfigValidator(GatewayConfig config, YamlBinder binder)
{
    public void Validate()
    {
        CheckUnique("backends", config.Backends.Select(b => b.Name));
        CheckUnique("keys", config.Keys.Select(k => k.Name));
        CheckUnique("keys", config.Keys.Select(k => k.Sha256), "sha256");
        CheckUnique("teams", config.Teams.Select(t => t.Name));
        CheckUnique("alerts.targets", config.Alerts.Targets.Select(t => t.Name));
        CheckAddresses();
        CheckCredentials();
        CheckRoutes();
        CheckModels();
        CheckBackground();
        CheckPrices();
        new KeyRules(config, binder).Check();
        new ListenRules(config, binder).Check();
        new QuotaRules(config, binder).Check();
        new AlertRules(config, binder).Check();
    }

    private void CheckUnique(string list, IEnumerable<string?> values, string key = "name")
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, value) in values.Index())
        {
            if (value is not null && !seen.TryAdd(value, index))
            {
                binder.Blame($"{list}[{index}].{key}", $"is the same as {list}[{seen[value]}].{key}.");
            }
        }
    }

    private void CheckAddresses()
    {
        CheckAddress(config.Listen.Data, "listen.data");
        CheckAddress(config.Listen.Admin, "listen.admin");
        foreach (var (index, backend) in config.Backends.Index())
        {
            CheckAddress(backend.Url, $"backends[{index}].url");
            if (Uri.TryCreate(backend.Url, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0)
            {
                binder.Blame(
                    $"backends[{index}].url", "holds a user name or password. Addresses are shown in logs and errors; use 'credential'.");
            }
        }
    }

    // Text that does not look like an address was already blamed at its key; a port of 99999 was not.
    private void CheckAddress(string? address, string path)
    {
        if (address?.StartsWith("http", StringComparison.Ordinal) == true && !Uri.TryCreate(address, UriKind.Absolute, out _))
        {
            binder.Blame(path, $"\"{address}\" is no address: its host or port is not valid.");
        }
    }

    private void CheckCredentials()
    {
        foreach (var (index, backend) in config.Backends.Index())
        {
            if (backend.Credential is { } secret && secret.Env is null == secret.File is null)
            {
                binder.Blame($"backends[{index}].credential", "must have exactly one of env and file.");
            }
        }
    }

    private void CheckRoutes()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        CheckTagsOnce();
        foreach (var (index, route) in config.Routes.Index())
        {
            Claim(names, route.Name, $"routes[{index}].name");
            foreach (var (aliasIndex, alias) in route.Aliases.Index())
            {
                if (alias.Length is 0 or > 64 || alias.Any(static c => char.IsWhiteSpace(c) || c is '/' or '+' or '@' or ':'))
                {
                    binder.Blame(
                        $"routes[{index}].aliases[{aliasIndex}]", $"\"{alias}\" is not up to 64 characters without spaces and / + @ :.");
                }

                Claim(names, alias, $"routes[{index}].aliases[{aliasIndex}]");
            }

            if (route.Candidates is { Count: 0 })
            {
                binder.Blame($"routes[{index}].candidates", "is empty. Name at least one candidate.");
            }

            if (route.Capture && config.Storage?.Provider == StorageProvider.None)
            {
                binder.Blame($"routes[{index}].capture", "has nowhere to keep anything: storage.provider is none.");
            }

            foreach (var (candidateIndex, candidate) in (route.Candidates ?? []).Index())
            {
                CheckBackend(candidate.Backend, $"routes[{index}].candidates[{candidateIndex}].backend");
            }
        }
    }

    // A tag has several names with one meaning.
    private void CheckTagsOnce()
    {
        var seen = new Dictionary<Gateway.Routing.Models.Tag, int>();
        foreach (var (index, route) in config.Routes.Index())
        {
            var tag = TagNames.OfAny(route.Aliases.Prepend(route.Name).OfType<string>());
            if (tag != Gateway.Routing.Models.Tag.None && !seen.TryAdd(tag, index))
            {
                binder.Blame($"routes[{index}].name", $"is the tag {TagNames.Join(tag)} by one of its names, as routes[{seen[tag]}] is.");
            }
        }
    }

    private void CheckModels()
    {
        foreach (var (index, model) in config.Models.Index())
        {
            var at = $"models[{index}]";
            CheckBackend(model.Backend, at + ".backend");
            foreach (var (tagIndex, tag) in model.Tags.Index())
            {
                if (!TagNames.TryTag(tag.AsSpan().TrimStart('-'), out _))
                {
                    var nearest = NearestNames.Find(tag.TrimStart('-'), TagNames.AllTags.Select(t => t.Names[0]));
                    binder.Blame(
                        $"{at}.tags[{tagIndex}]", $"\"{tag}\" is no tag.{(nearest.Count > 0 ? $" Did you mean \"{nearest[0]}\"?" : "")}");
                }
            }

            var last = 0;
            foreach (var (stepIndex, step) in (model.Price?.Longer ?? []).Index())
            {
                if (step.From <= last)
                {
                    binder.Blame($"{at}.price.longer[{stepIndex}].from", $"{step.From} does not rise. Write the steps by rising length.");
                }

                last = step.From;
            }
        }
    }

    private void CheckPrices()
    {
        if (config.Prices is { } prices && prices.File is null == prices.Url is null)
        {
            binder.Blame("prices", "must have exactly one of file and url.");
        }
    }

    private void CheckBackground()
    {
        var names = new NamedModels(config);
        var written = config.Routes.Index().Select(static r => (At: $"routes[{r.Index}].background", Name: r.Item.Background))
            .Append(("background.model", config.Background.Model));
        foreach (var (at, name) in written)
        {
            if (name is not null && names.WhyNoName(name) is { } fault)
            {
                binder.Blame(at, fault);
            }
        }
    }

    private void Claim(Dictionary<string, string> names, string? name, string path)
    {
        if (name is not null && !names.TryAdd(name, path))
        {
            binder.Blame(path, $"\"{name}\" is taken by {names[name]}.");
        }
    }

    private void CheckBackend(string? name, string path)
    {
        if (name is null || config.Backends.Any(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var nearest = NearestNames.Find(name, config.Backends.Select(b => b.Name).OfType<string>());
        binder.Blame(path, $"no backend is named \"{name}\".{(nearest.Count > 0 ? $" Did you mean \"{nearest[0]}\"?" : "")}");
    }
}
