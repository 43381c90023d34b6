using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>
/// The rule from a requested name to candidate models. It holds every candidate the name could mean; <see cref="Selector"/> decides which
/// of them can serve a request, and in which order.
/// </summary>
public sealed class Route
{
    private readonly PlanBook _plans;
    private string? _countedAs;

    internal Route(RouteTable table, string name, RouteKind kind, ImmutableArray<Candidate> candidates)
    {
        (Table, Name, BareName, Kind, Candidates) = (table, name, name, kind, candidates);
        _plans = new PlanBook(this);
    }

    /// <summary>The name a client writes in <c>model</c>, spelled as it was defined.</summary>
    public string Name { get; }

    /// <summary>The name without the wishes after it.</summary>
    public string BareName { get; private init; }

    /// <summary>
    /// Other names that lead here and mean the same: the operator's or a backend's aliases, and a model's name without the tag
    /// <c>latest</c>.
    /// </summary>
    public ImmutableArray<string> OtherNames { get; internal set; } = [];

    /// <summary>The kind of thing the name stands for.</summary>
    public RouteKind Kind { get; }

    /// <summary>Every candidate for the name that the caller may reach, in the listed order only.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The <see cref="Candidates"/> that can serve the plainest request; for types other than chat, all of them.</summary>
    public ImmutableArray<Candidate> Usable => Type == ModelType.Chat ? PlanOf(Stage.Own, Purpose.Chat, Demand.None).Ordered : Candidates;

    /// <summary>The tags that every candidate must have.</summary>
    public Tag Tags { get; init; }

    /// <summary>The type of the candidates.</summary>
    public ModelType Type { get; init; }

    /// <summary>The wishes the client adds to the name.</summary>
    public Wishes Wishes { get; init; }

    /// <summary>The order of the candidates; a wish takes precedence over it.</summary>
    public Policy Policy { get; init; }

    /// <summary>
    /// The handling of requests for models that must be loaded first; <see langword="null"/> for the setting of all names.
    /// </summary>
    public ColdStart? ColdStart { get; init; }

    /// <summary>
    /// True when the candidates were named: by the operator in a list, or by the client with a model's name. An unknown ability of such a
    /// model is left to an attempt; for a tag, only known abilities count.
    /// </summary>
    public bool IsExplicit { get; init; }

    /// <summary>True when requests by this name must stay on the team's own machines.</summary>
    public bool IsLocalOnly { get; init; }

    /// <summary>
    /// The name under which the route's times are kept, with or without wishes; null when no second candidate is tried beside a slow one.
    /// </summary>
    public string? HedgedAs { get; init; }

    /// <summary>True when another candidate continues an answer that breaks off.</summary>
    public bool Resumes { get; init; }

    /// <summary>
    /// How long pieces of a stream are gathered before they are sent together; <see langword="null"/> for the setting of all names.
    /// </summary>
    public TimeSpan? Gather { get; init; }

    /// <summary>True when requests by this name and their answers are kept.</summary>
    public bool Captures { get; init; }

    /// <summary>
    /// True when requests by this name can be answered without the tools they offer; <see langword="null"/> when it depends on the caller.
    /// </summary>
    public bool? HasOptionalTools { get; init; }

    /// <summary>
    /// The name that answers background requests, for which nobody waits; <see langword="null"/> for the setting of all names. Without that
    /// setting, this name answers them itself.
    /// </summary>
    public string? Background { get; init; }

    /// <summary>The wishes as written, such as <c>:local@8b-</c>.</summary>
    internal string WishText { get; private init; } = "";

    /// <summary>The table it belongs to.</summary>
    public RouteTable Table { get; }

    /// <summary>
    /// The name under which its requests are counted, whatever the client's spelling. That is the name without wishes or, for a model on a
    /// backend, both names as the catalog spells them.
    /// </summary>
    public string CountedAs => Kind == RouteKind.ModelOnBackend ? _countedAs ??= Candidates[0].ToString() : BareName;

    // Only the route's own candidates were listed by somebody.
    internal Policy PolicyAt(Stage stage) => Wishes.Policy ?? (stage == Stage.Own ? Policy : Table.Settings.Policy);

    internal ColdStart ColdStartAt(Stage stage) => stage == Stage.Own && ColdStart is { } own ? own : Table.Settings.ColdStart;

    // A model, several tags at once, or an operator's list that is no tag means exactly that.
    internal bool MayWiden => Kind == RouteKind.Tag && System.Numerics.BitOperations.PopCount((uint)Tags) == 1;

    internal Plan PlanOf(Stage stage, Purpose purpose, Demand demand) => _plans.Get(stage, purpose, demand);

    internal Route With(string wishText, Wishes wishes) => new(Table, Name + wishText, Kind, Candidates)
    {
        BareName = BareName,
        OtherNames = OtherNames,
        WishText = wishText,
        Tags = Tags,
        Type = Type,
        Wishes = wishes,
        Policy = Policy,
        ColdStart = ColdStart,
        IsExplicit = IsExplicit,
        IsLocalOnly = IsLocalOnly,
        HedgedAs = HedgedAs,
        Resumes = Resumes,
        Gather = Gather,
        Captures = Captures,
        HasOptionalTools = HasOptionalTools,
        Background = Background,
    };
}
