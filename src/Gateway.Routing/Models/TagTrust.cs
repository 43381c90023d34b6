namespace Gateway.Routing.Models;

// Decides each tag by the most trusted source that mentions it: a source gives or denies only what those above it left open.
internal static class TagTrust
{
    private const Tag Senses = Tag.Vision | Tag.Audio;

    // The tags that a row of the curated table always decides if it has any, so that a tag left out is one the model lacks.
    private const Tag Complete = Tag.FIM | Tag.Tools | Tag.Reasoning | Senses;

    // The abilities that only come with training for conversation.
    private const Tag Trained = Tag.Tools | Tag.Reasoning;

    public static CardTags Decide(ModelName name, KnownModel? known, ModelFacts facts, OperatorFacts own, ModelType type, Tag refused)
    {
        var byOperator = own.Tags & ~own.NotTags;
        if (type != ModelType.Chat)
        {
            return new CardTags(byOperator, Tag.None, Tag.None, Tag.None, ~byOperator);
        }

        var denied = own.NotTags;
        var open = ~(own.Tags | own.NotTags);
        // What a backend does counts more than what it lists.
        refused &= open;
        denied |= refused;
        open &= ~refused;
        var byBackend = Tag.None;
        if (facts.Capabilities is { } capabilities)
        {
            byBackend = Capabilities.Tags(capabilities) & open;
            denied |= facts.Judges & ~byBackend & open;
            open &= ~(byBackend | facts.Judges);
        }

        var tableNot = known?.NotTags ?? Tag.None;
        var suggested = name.TagsAs(type);
        if ((suggested & Tag.Chat) == 0)
        {
            // A base model has not learned yet what the rest of its family does.
            tableNot |= Trained;
        }

        var byTable = (known?.Tags ?? Tag.None) & ~tableNot & open;
        denied |= tableNot & open;
        open &= ~(byTable | tableNot);

        // A name may still give a tag that its row leaves out: rows cover families, and the word may mark the member that has it.
        var byName = suggested & open;
        denied |= Silence(known) & open & ~byName;
        return new CardTags(byOperator, byBackend, byTable, byName, denied, refused);
    }

    // A model of a known family that is not known to see or hear does neither.
    private static Tag Silence(KnownModel? known) => known switch
    {
        null => Tag.None,
        { Tags: Tag.None, NotTags: Tag.None, OpenTags: Tag.None } => Senses,
        _ => Complete & ~known.OpenTags,
    };
}
