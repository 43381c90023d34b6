using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>
/// All models that all backends hold, with their facts. Immutable: a probe that finds a change makes a new one. Case never matters in a
/// model's name.
/// </summary>
public sealed class ModelCatalog
{
    private readonly Dictionary<string, BackendHoldings> _backends = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Backend, string Model), Candidate> _byName = new(BackendAndModel.Comparer);
    private readonly ModelKnowledge _knowledge;
    private readonly IReadOnlyList<ModelOverride> _overrides;

    private ModelCatalog(IReadOnlyList<BackendHoldings> backends, ModelKnowledge knowledge, IReadOnlyList<ModelOverride> overrides)
    {
        (_knowledge, _overrides) = (knowledge, overrides);
        var all = ImmutableArray.CreateBuilder<Candidate>();
        foreach (var backend in backends)
        {
            _backends.Add(backend.Traits.Name, backend);
            foreach (var said in backend.Models ?? [])
            {
                var candidate = Make(backend, said.Model, said, isRemembered: true);
                if (_byName.TryAdd((backend.Traits.Name, said.Model), candidate))
                {
                    all.Add(candidate);
                }
            }
        }

        // After the names, so that an alias never hides a model.
        foreach (var candidate in all)
        {
            foreach (var alias in candidate.OtherNames)
            {
                _byName.TryAdd((candidate.Backend, alias), candidate);
            }
        }

        All = all.ToImmutable();
        Backends = [.. backends];
    }

    /// <summary>Every listed model, in the order of the backends and of their lists.</summary>
    public ImmutableArray<Candidate> All { get; }

    /// <summary>Every usable backend, in the order in which they are tried for a model that several hold.</summary>
    public ImmutableArray<BackendHoldings> Backends { get; }

    /// <summary>Makes a catalog.</summary>
    /// <param name="backends">Every usable backend; names are unique without regard to case.</param>
    /// <param name="knowledge">The facts known by name.</param>
    /// <param name="overrides">The operator's settings, which take precedence over everything else.</param>
    public static ModelCatalog Build(
        IReadOnlyList<BackendHoldings> backends, ModelKnowledge knowledge, IReadOnlyList<ModelOverride> overrides) =>
        new(backends, knowledge, overrides);

    /// <summary>
    /// Finds a model on a backend, listed or not: an operator or a client may name one that the backend's list does not show.
    /// </summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="model">
    /// The model's name there, or an alias. On an Ollama, a name without a tag means <c>latest</c>, as it does to Ollama.
    /// </param>
    /// <param name="isConfigured">Whether the operator names it. A name a client made up is never remembered.</param>
    /// <returns>The candidate, or <see langword="null"/> when there is no such backend.</returns>
    public Candidate? Find(string backend, string model, bool isConfigured) =>
        _byName.TryGetValue((backend, model), out var listed) ? listed
        : !_backends.TryGetValue(backend, out var holdings) ? null
        : holdings.Traits.HasImplicitTag && _byName.TryGetValue((backend, ImplicitTag.Add(model)), out listed) ? listed
        : Make(holdings, model, null, isConfigured);

    /// <summary>True when a backend is known not to hold a model. Unknown counts as held: an attempt will tell.</summary>
    internal bool Lacks(Candidate candidate) => !candidate.Card.IsListed && _backends[candidate.Backend].Models is not null;

    private Candidate Make(BackendHoldings backend, string model, ModelFacts? said, bool isRemembered)
    {
        var state = isRemembered ? backend.StateOf(model) : new ModelState(backend.Time);
        state.Places = backend.Traits.Places ?? said?.Places ?? backend.Traits.DefaultPlaces;
        var refused = state.Lesson.Of(said, backend.Load.Returns);
        var card = _knowledge.CardOf(model, backend.Traits, said, OwnFacts(backend.Traits, model, said), isRemembered, refused);
        var proved = state.Lesson.Proved(said, backend.Load.Returns);
        return new Candidate(ModelCards.Proved(card, proved, backend.Traits.Takes), backend.Load, state);
    }

    // Tags add up; of single facts the first one set counts.
    private OperatorFacts OwnFacts(BackendTraits backend, string model, ModelFacts? listed)
    {
        var facts = OperatorFacts.None;
        foreach (var said in _overrides)
        {
            if (said.IsFor(backend, model, listed))
            {
                facts = new OperatorFacts(
                    facts.Tags | said.Facts.Tags,
                    facts.NotTags | said.Facts.NotTags,
                    facts.ContextLength ?? said.Facts.ContextLength,
                    facts.Type ?? said.Facts.Type,
                    facts.Parameters ?? said.Facts.Parameters,
                    facts.Price ?? said.Facts.Price);
            }
        }

        return facts;
    }
}
