using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Routing.Catalog;

namespace Gateway.Runtime;

/// <summary>Holds the present <see cref="GatewaySnapshot"/> and makes the next one when the configuration or a model list changes.</summary>
internal sealed class SnapshotStore : IDisposable
{
    private readonly ConfigStore _config;
    private readonly BackendFactory _factory;
    private readonly ModelKnowledge _knowledge;
    private readonly ModelStates _states;
    private readonly Lock _building = new();
    private volatile GatewaySnapshot _current;

    public SnapshotStore(ConfigStore config, BackendFactory factory, ModelKnowledge knowledge, ModelStates states)
    {
        (_config, _factory, _knowledge, _states) = (config, factory, knowledge, states);
        _current = Build();
        _config.Changed += Rebuild;
    }

    public GatewaySnapshot Current => _current;

    public void Rebuild()
    {
        lock (_building)
        {
            _current = Build();
        }
    }

    /// <summary>Makes a new snapshot if a secret is another than it was: files that hold them may be replaced.</summary>
    public void RebuildIfSecretsChanged()
    {
        var current = _current;
        if (!_config.Current.Backends.Select(_factory.Create).Select(b => (b.Authorization, b.Missing)).SequenceEqual(current.All.Select(b => (b.Authorization, b.Missing))))
        {
            Rebuild();
        }
    }

    public void Dispose() => _config.Changed -= Rebuild;

    private GatewaySnapshot Build()
    {
        var config = _config.Current;
        return new GatewaySnapshot(config, [.. config.Backends.Select(_factory.Create)], _knowledge, _states);
    }
}
