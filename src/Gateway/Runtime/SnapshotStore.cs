using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Providers;
using Gateway.Routing.Catalog;
using Gateway.Runtime.PriceBooks;

namespace Gateway.Runtime;

/// <summary>
/// Holds the current <see cref="GatewaySnapshot"/> and makes the next one when the configuration or a model list changes.
/// </summary>
internal sealed class SnapshotStore : IDisposable
{
    private readonly ConfigStore _config;
    private readonly BackendFactory _factory;
    private readonly PriceBookStore _books;
    private readonly ModelStates _states;
    private readonly StoredAccess _stored;
    private readonly KeyHasher _hasher;
    private readonly TimeProvider _time;
    private readonly Lock _building = new();
    private volatile GatewaySnapshot _current;

    public SnapshotStore(
        ConfigStore config, BackendFactory factory, PriceBookStore books, ModelStates states, StoredAccess stored, KeyHasher hasher,
        TimeProvider time)
    {
        (_config, _factory, _books, _states, _stored, _hasher, _time) = (config, factory, books, states, stored, hasher, time);
        _current = Build();
        _config.Changed += Rebuild;
        _books.Changed += Rebuild;
        _stored.Changed += TakeKeys;
    }

    public GatewaySnapshot Current => _current;

    /// <summary>Raised when another snapshot is in force, from another configuration or other lists.</summary>
    public event Action? Rebuilt;

    public void Rebuild()
    {
        lock (_building)
        {
            _current = Build();
        }

        Rebuilt?.Invoke();
    }

    /// <summary>Makes a new snapshot if a secret has changed: files with secrets may be replaced.</summary>
    public void RebuildIfSecretsChanged()
    {
        var current = _current;
        if (!_config.Current.Backends.Select(_factory.Create).Select(b => (b.Authorization, b.Missing)).SequenceEqual(
            current.All.Select(b => (b.Authorization, b.Missing))))
        {
            Rebuild();
        }
    }

    /// <summary>Makes a new snapshot if something that models turned out to lack no longer holds.</summary>
    public void RebuildIfLessonsAreOld()
    {
        var isAny = false;
        foreach (var backend in _current.Backends.Values)
        {
            isAny |= _states.ForgetOldLessons(backend.Name, backend.State.Load);
        }

        if (isAny)
        {
            Rebuild();
        }
    }

    public void Dispose()
    {
        _config.Changed -= Rebuild;
        _books.Changed -= Rebuild;
        _stored.Changed -= TakeKeys;
    }

    // Keys change more often than anything else, and the catalog must not be rebuilt for them.
    private void TakeKeys()
    {
        lock (_building)
        {
            _current = _current.With(Ring(_current.Config));
        }
    }

    private KeyRing Ring(GatewayConfig config) =>
        new(config.Keys, _stored.Current, _hasher, FrontEnds.From(config.FrontEnds, TeamsOf(config)), _time);

    private IEnumerable<string> TeamsOf(GatewayConfig config) =>
        [.. config.Teams.Select(static t => t.Name), .. _stored.Current.Data.Teams.Select(static t => t.Name)];

    private GatewaySnapshot Build()
    {
        var config = _config.Current;
        return new GatewaySnapshot(
            config, Ring(config), [.. config.Backends.Select(_factory.Create)], _books.Knowledge, _states, _time.GetUtcNow());
    }
}
